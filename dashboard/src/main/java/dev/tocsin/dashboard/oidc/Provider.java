package dev.tocsin.dashboard.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), and its keys. Both are read when
 * somebody signs in and kept for a while; a provider that does not answer is not asked again at
 * once.
 */
final class Provider {

  /** A description older than this is read again before anybody is sent there. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** How long a failure is remembered: each new try costs a thread up to the time-out. */
  private static final Duration SULK = Duration.ofSeconds(5);

  /** Keys are read again after so long, and for an unknown one at once. */
  private static final Duration KEEP_KEYS = Duration.ofMinutes(15);

  /** But not more often than this (and once more): tokens with made-up key names cost nothing. */
  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(30);

  /** Another clock may be off by so much. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** Signatures by a key that only the provider has; a shared secret would make us forgers, too. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /**
   * A provider that has answered.
   *
   * @param tokens checks signature, issuer, audience, times and nonce
   */
  record Known(OIDCProviderMetadata metadata, IDTokenValidator tokens, Instant readAt) {}

  private record Failure(ProviderException why, Instant at) {}

  private final OidcConfig config;
  private final Calls calls;
  private @Nullable Known known;
  private @Nullable Failure failure;

  Provider(OidcConfig config, Calls calls) {
    this.config = config;
    this.calls = calls;
  }

  /** As it is now: whoever is sent to a provider that is away sees an error that is not ours. */
  synchronized Known fresh(Instant now) throws ProviderException {
    Known last = known;
    if (last != null && now.isBefore(last.readAt().plus(FRESH))) {
      return last;
    }
    Failure failed = failure;
    if (failed != null && now.isBefore(failed.at().plus(SULK))) {
      throw failed.why();
    }
    try {
      Known read = read(last, now);
      known = read;
      failure = null;
      return read;
    } catch (ProviderException e) {
      failure = new Failure(e, now);
      throw e;
    }
  }

  /** As it was when somebody was sent there; another process may have sent them. */
  synchronized Known known(Instant now) throws ProviderException {
    Known last = known;
    return last != null ? last : fresh(now);
  }

  private Known read(@Nullable Known last, Instant now) throws ProviderException {
    String said = calls.get(description(), Optional.empty()).text();
    OIDCProviderMetadata metadata;
    try {
      metadata = OIDCProviderMetadata.parse(said);
    } catch (ParseException e) {
      throw ProviderException.away("its description is none: " + e.getMessage());
    }
    if (!metadata.getIssuer().getValue().equals(config.issuer().toString())) {
      throw ProviderException.away(
          "it calls itself %s, and oidc.issuer %s"
              .formatted(metadata.getIssuer().getValue(), config.issuer()));
    }
    for (URI endpoint : endpoints(metadata)) {
      if (endpoint == null || !OidcConfig.isSafe(endpoint)) {
        throw ProviderException.away("an address in its description is missing or not https");
      }
    }
    // What was read of its keys stays read while they are where they were.
    IDTokenValidator tokens =
        last != null && last.metadata().getJWKSetURI().equals(metadata.getJWKSetURI())
            ? last.tokens()
            : tokens(metadata);
    return new Known(metadata, tokens, now);
  }

  @SuppressWarnings("NullAway") // any of them may be missing
  private static List<URI> endpoints(OIDCProviderMetadata metadata) {
    return Arrays.asList(
        metadata.getAuthorizationEndpointURI(),
        metadata.getTokenEndpointURI(),
        metadata.getJWKSetURI());
  }

  private URI description() {
    String issuer = config.issuer().toString();
    String root = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(root + "/.well-known/openid-configuration");
  }

  private IDTokenValidator tokens(OIDCProviderMetadata metadata) throws ProviderException {
    Set<JWSAlgorithm> algorithms = new LinkedHashSet<>(ALGORITHMS);
    if (metadata.getIDTokenJWSAlgs() != null) {
      algorithms.retainAll(metadata.getIDTokenJWSAlgs());
    }
    if (algorithms.isEmpty()) {
      throw ProviderException.away("it signs with nothing that we take");
    }
    var validator =
        new IDTokenValidator(
            new Issuer(config.issuer()),
            new ClientID(config.clientId()),
            new JWSVerificationKeySelector<>(algorithms, keys(metadata.getJWKSetURI())),
            null);
    validator.setMaxClockSkew((int) SKEW.toSeconds());
    return validator;
  }

  private JWKSource<SecurityContext> keys(URI at) throws ProviderException {
    try {
      return JWKSourceBuilder.create(at.toURL(), calls)
          .cache(KEEP_KEYS.toMillis(), Duration.ofSeconds(15).toMillis())
          .refreshAheadCache(false)
          .rateLimited(BETWEEN_KEYS.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw ProviderException.away("the address of its keys is none");
    }
  }
}
