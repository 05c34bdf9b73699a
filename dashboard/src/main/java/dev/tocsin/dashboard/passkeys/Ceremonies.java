package dev.tocsin.dashboard.passkeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks of WebAuthn (level 3, sections 7.1 and 7.2), by the library: type, challenge, origin
 * and relying party, that somebody was there and verified, the signature, the counter. Who made an
 * authenticator is not asked: a company's own provider of single sign-on may.
 */
final class Ceremonies {

  private static final Logger LOG = LoggerFactory.getLogger(Ceremonies.class);

  /** What to think of a passkey that is shown. */
  enum Judgement {
    /** It is what was registered. */
    GENUINE,
    /** It signs right, but has counted less often than we saw it sign. */
    COPIED,
    /** It is not, or it was not shown to us. */
    FALSE
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final boolean VERIFIED = true;
  private static final boolean PRESENT = true;

  private final WebAuthnManager library = WebAuthnManager.createNonStrictWebAuthnManager();
  private final RelyingParty site;

  Ceremonies(RelyingParty site) {
    this.site = site;
  }

  /** What a browser says of a passkey that it has made; empty if it is nothing of the kind. */
  Optional<RegistrationData> made(String answer) {
    if (!has(answer, "clientDataJSON", "attestationObject")) {
      return Optional.empty();
    }
    try {
      RegistrationData made = library.parseRegistrationResponseJSON(answer);
      return challenge(made.getCollectedClientData()).length == 0
              || made.getAttestationObject() == null
          ? Optional.empty()
          : Optional.of(made);
    } catch (WebAuthnException | IllegalArgumentException e) {
      LOG.debug("not a new passkey: {}", e.toString());
      return Optional.empty();
    }
  }

  /** What a browser says of a passkey that it shows; empty if it is nothing of the kind. */
  Optional<AuthenticationData> shown(String answer) {
    if (!has(answer, "clientDataJSON", "authenticatorData", "signature")) {
      return Optional.empty();
    }
    try {
      AuthenticationData shown = library.parseAuthenticationResponseJSON(answer);
      return challenge(shown.getCollectedClientData()).length == 0
              || shown.getCredentialId() == null
              || shown.getAuthenticatorData() == null
          ? Optional.empty()
          : Optional.of(shown);
    } catch (WebAuthnException | IllegalArgumentException e) {
      LOG.debug("not a passkey: {}", e.toString());
      return Optional.empty();
    }
  }

  /** The library takes for granted that all is there. */
  private static boolean has(String answer, String... parts) {
    try {
      JsonNode all = JSON.readTree(answer);
      return all != null
          && all.path("id").isTextual()
          && all.path("rawId").isTextual()
          && Stream.of(parts).allMatch(part -> all.path("response").path(part).isTextual());
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  static byte[] challengeOf(RegistrationData made) {
    return challenge(made.getCollectedClientData());
  }

  static byte[] challengeOf(AuthenticationData shown) {
    return challenge(shown.getCollectedClientData());
  }

  private static byte[] challenge(@Nullable CollectedClientData data) {
    return data == null || data.getChallenge() == null
        ? new byte[0]
        : data.getChallenge().getValue();
  }

  static AuthenticatorData<?> dataOf(RegistrationData made) {
    return made.getAttestationObject().getAuthenticatorData();
  }

  static AuthenticatorData<?> dataOf(AuthenticationData shown) {
    return shown.getAuthenticatorData();
  }

  /** The new passkey, if it was made here and now for this site. */
  Optional<AttestedCredentialData> verified(RegistrationData made, byte[] challenge) {
    try {
      library.verify(
          made, new RegistrationParameters(here(challenge), Asking.TAKEN, VERIFIED, PRESENT));
      return Optional.ofNullable(dataOf(made).getAttestedCredentialData());
    } catch (WebAuthnException e) {
      LOG.info("a new passkey was refused: {}", e.toString());
      return Optional.empty();
    }
  }

  Judgement judge(Registered key, AuthenticationData shown, byte[] challenge) {
    try {
      library.verify(
          shown,
          new AuthenticationParameters(here(challenge), key.asRecord(), null, VERIFIED, PRESENT));
      return Judgement.GENUINE;
    } catch (MaliciousCounterValueException e) {
      LOG.warn("passkey {} counts backwards: there may be a copy", key.code());
      return Judgement.COPIED;
    } catch (WebAuthnException e) {
      LOG.info("passkey {} was refused: {}", key.code(), e.toString());
      return Judgement.FALSE;
    }
  }

  private ServerProperty here(byte[] challenge) {
    return new ServerProperty(
        Origin.create(site.origin()), site.id(), new DefaultChallenge(challenge));
  }
}
