package dev.tocsin.dashboard.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser takes along to the provider, sealed, in a cookie: only the browser that left comes
 * back with it, any of our processes reads it, and nothing is kept for those who never do.
 *
 * @param state comes back in the address: it was this browser that asked
 * @param nonce comes back in the token: it was made for this question
 * @param verifier is shown for the code: whoever steals the code lacks it
 * @param next where they want to go, a path of ours
 * @param until after this it is worth nothing
 */
record Journey(State state, Nonce nonce, CodeVerifier verifier, String next, Instant until) {

  /** People look for their telephone, and for the password that goes with it. */
  static final Duration VALID = Duration.ofMinutes(15);

  private static final JsonMapper JSON = new JsonMapper();
  private static final String KIND = "oidc";

  static Journey begin(String next, Instant now) {
    return new Journey(new State(), new Nonce(), new CodeVerifier(), next, now.plus(VALID));
  }

  String sealed(SecretBox secrets) {
    Map<String, String> parts =
        Map.of(
            "kind", KIND,
            "state", state.getValue(),
            "nonce", nonce.getValue(),
            "verifier", verifier.getValue(),
            "next", next,
            "until", Long.toString(until.getEpochSecond()));
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(secrets.seal(JSON.writeValueAsBytes(parts)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }

  /** Empty if it is not one of ours, or too old. */
  static Optional<Journey> open(SecretBox secrets, String sealed, Instant now) {
    try {
      byte[] plain = secrets.open(Base64.getUrlDecoder().decode(sealed));
      JsonNode parts = JSON.readTree(new String(plain, StandardCharsets.UTF_8));
      if (!KIND.equals(parts.path("kind").asText())) {
        return Optional.empty();
      }
      Journey journey =
          new Journey(
              new State(parts.path("state").asText()),
              new Nonce(parts.path("nonce").asText()),
              new CodeVerifier(parts.path("verifier").asText()),
              parts.path("next").asText(),
              Instant.ofEpochSecond(parts.path("until").asLong()));
      return Optional.of(journey).filter(j -> now.isBefore(j.until()));
    } catch (IllegalArgumentException | IllegalStateException | JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
