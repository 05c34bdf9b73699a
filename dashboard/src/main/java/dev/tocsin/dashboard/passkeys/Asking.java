package dev.tocsin.dashboard.passkeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import dev.tocsin.dashboard.people.Account;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a browser is handed, in the JSON form of WebAuthn level 3: bytes as base64url. */
final class Asking {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUIRED = "required";

  /** What nearly all authenticators sign with, in the order in which we like it. */
  private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
      List.of(
          COSEAlgorithmIdentifier.ES256,
          COSEAlgorithmIdentifier.EdDSA,
          COSEAlgorithmIdentifier.RS256);

  static final List<PublicKeyCredentialParameters> TAKEN =
      ALGORITHMS.stream()
          .map(
              algorithm ->
                  new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
          .toList();

  private final RelyingParty site;

  Asking(RelyingParty site) {
    this.site = site;
  }

  /** To make a passkey that can be found without a user name, and asks who holds it. */
  String creation(Account account, UUID handle, List<byte[]> known, byte[] challenge) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("rp", Map.of("id", site.id(), "name", site.name()));
    options.put(
        "user",
        Map.of("id", text(bytes(handle)), "name", account.email(), "displayName", account.email()));
    options.put("challenge", text(challenge));
    options.put(
        "pubKeyCredParams",
        ALGORITHMS.stream()
            .map(algorithm -> Map.of("type", "public-key", "alg", algorithm.getValue()))
            .toList());
    options.put("timeout", Challenges.VALID.toMillis());
    options.put("excludeCredentials", credentials(known));
    options.put(
        "authenticatorSelection",
        Map.of("residentKey", REQUIRED, "requireResidentKey", true, "userVerification", REQUIRED));
    options.put("attestation", "none");
    return json(options);
  }

  /**
   * To show that one holds a passkey.
   *
   * @param known of one account; empty: of any, and the authenticator says which
   */
  String request(List<byte[]> known, byte[] challenge) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("challenge", text(challenge));
    options.put("rpId", site.id());
    options.put("timeout", Challenges.VALID.toMillis());
    options.put("userVerification", REQUIRED);
    options.put("allowCredentials", credentials(known));
    return json(options);
  }

  private static List<Map<String, String>> credentials(List<byte[]> ids) {
    return ids.stream().map(id -> Map.of("type", "public-key", "id", text(id))).toList();
  }

  static byte[] bytes(UUID handle) {
    return ByteBuffer.allocate(16)
        .putLong(handle.getMostSignificantBits())
        .putLong(handle.getLeastSignificantBits())
        .array();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String json(Map<String, Object> options) {
    try {
      return JSON.writeValueAsString(options);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }
}
