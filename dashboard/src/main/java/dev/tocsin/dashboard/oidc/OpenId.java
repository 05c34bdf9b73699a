package dev.tocsin.dashboard.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.tocsin.channels.Answer;
import dev.tocsin.dashboard.oidc.Provider.Known;
import dev.tocsin.dashboard.vouched.RoleRules;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-in by a provider of OpenID Connect: authorization code with PKCE, state and nonce. Blocking:
 * call it on a worker thread.
 */
public final class OpenId implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenId.class);

  /** A provider that hangs must not take all workers with it. */
  private static final int AT_ONCE = 3;

  private static final String BUSY = "Too many people sign in at once. Try again in a moment.";

  private final OidcConfig config;
  private final SecretBox secrets;
  private final URI callback;
  private final Calls calls;
  private final Provider provider;
  private final TokenCall tokens;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /**
   * @param secrets seals what browsers take along
   * @param callback where browsers come back to: of our settings, not of a request
   */
  public OpenId(OidcConfig config, SecretBox secrets, URI callback) {
    this.config = config;
    this.secrets = secrets;
    this.callback = callback;
    this.calls = new Calls(config.outbound());
    this.provider = new Provider(config, calls);
    this.tokens = new TokenCall(config, calls, callback);
  }

  /** What the button calls the provider. */
  public String name() {
    return config.name();
  }

  /** How a journey begins. */
  public sealed interface Departure {

    /**
     * Off it goes.
     *
     * @param to where the browser goes
     * @param luggage for a cookie
     */
    record To(URI to, String luggage) implements Departure {}

    /**
     * The provider is not there.
     *
     * @param why a sentence for the person
     */
    record Nowhere(String why) implements Departure {}
  }

  /** How long the luggage of a journey is good. */
  public static Duration validity() {
    return Journey.VALID;
  }

  /**
   * Where to send a browser that wants to sign in.
   *
   * @param next where they want to go, a path of ours
   */
  public Departure depart(String next, Instant now) {
    if (!places.tryAcquire()) {
      return new Departure.Nowhere(BUSY);
    }
    try {
      Journey journey = Journey.begin(next, now);
      return new Departure.To(question(journey, provider.fresh(now)), journey.sealed(secrets));
    } catch (ProviderException e) {
      LOG.warn("single sign-on: {}: {}", config.issuer(), e.why());
      return new Departure.Nowhere(awayText());
    } finally {
      places.release();
    }
  }

  private URI question(Journey journey, Known known) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(config.scopes().toArray(String[]::new)),
            new ClientID(config.clientId()),
            callback)
        .endpointURI(known.metadata().getAuthorizationEndpointURI())
        .state(journey.state())
        .nonce(journey.nonce())
        .codeChallenge(journey.verifier(), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * A browser has come back.
   *
   * @param luggage what it took along, or the empty text
   * @param said variables of the address, the empty text for one that is not there
   */
  public Arrived arrive(String luggage, UnaryOperator<String> said, Instant now) {
    Optional<Journey> journey = Journey.open(secrets, luggage, now);
    if (journey.isEmpty() || !same(journey.get().state().getValue(), said.apply("state"))) {
      return new Arrived.Refused(
          false, "This sign-in began in another browser, or too long ago. Try again.");
    }
    if (!places.tryAcquire()) {
      return new Arrived.Refused(true, BUSY);
    }
    try {
      return known(journey.get(), said, now);
    } catch (ProviderException e) {
      LOG.warn("single sign-on: {}: {}", config.issuer(), e.why());
      return new Arrived.Refused(e.isAway(), e.isAway() ? awayText() : refusedText());
    } finally {
      places.release();
    }
  }

  private String awayText() {
    return "%s does not answer as it should. Try again in a moment%s"
        .formatted(config.name(), config.only() ? "." : ", or sign in in another way.");
  }

  private String refusedText() {
    return "%s did not let you in.".formatted(config.name());
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private Arrived known(Journey journey, UnaryOperator<String> said, Instant now)
      throws ProviderException {
    String issuer = said.apply("iss");
    if (!issuer.isEmpty() && !issuer.equals(config.issuer().toString())) {
      throw ProviderException.refuses("an answer of another provider"); // RFC 9207
    }
    if (said.apply("code").isEmpty()) {
      String error = said.apply("error").replaceAll("[^a-z_]", "?");
      throw ProviderException.refuses(
          "no code: " + error.substring(0, Math.min(60, error.length())));
    }
    Known known = provider.known(now);
    OIDCTokenResponse answer = tokens.redeem(known.metadata(), said.apply("code"), journey);
    IDTokenClaimsSet token = verified(known, answer, journey);
    Claims claims = new Claims(token.toJSONObject());
    Claims more = enough(claims) ? new Claims(Map.of()) : userInfo(known, answer, token);
    return new Arrived.Known(
        claims.identity(
            config.issuer().toString(), token.getSubject().getValue(), more, config.trustEmail()),
        config
            .roles()
            .map(RoleRules::claim)
            .map(claim -> claims.has(claim) ? claims.values(claim) : more.values(claim))
            .orElse(Set.of()),
        journey.next());
  }

  private static IDTokenClaimsSet verified(Known known, OIDCTokenResponse answer, Journey journey)
      throws ProviderException {
    try {
      return known.tokens().validate(answer.getOIDCTokens().getIDToken(), journey.nonce());
    } catch (KeySourceException e) {
      throw ProviderException.away("its keys cannot be read: " + e.getMessage());
    } catch (BadJOSEException | JOSEException e) {
      throw ProviderException.refuses("its token is not to be believed: " + e.getMessage());
    }
  }

  private boolean enough(Claims claims) {
    return claims.hasAddress()
        && config.roles().map(rules -> claims.has(rules.claim())).orElse(true);
  }

  /** What is not in the token, as many providers keep it short. */
  private Claims userInfo(Known known, OIDCTokenResponse answer, IDTokenClaimsSet token)
      throws ProviderException {
    URI at = known.metadata().getUserInfoEndpointURI();
    if (at == null) {
      return new Claims(Map.of());
    }
    String bearer = answer.getOIDCTokens().getAccessToken().getValue();
    Answer said = calls.get(at, Optional.of(bearer));
    try {
      Map<String, Object> claims = new LinkedHashMap<>(JSONObjectUtils.parse(said.text()));
      if (!token.getSubject().getValue().equals(claims.get("sub"))) {
        throw ProviderException.refuses("its user info is about somebody else");
      }
      return new Claims(claims);
    } catch (ParseException e) {
      throw ProviderException.away("its user info is not JSON");
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
