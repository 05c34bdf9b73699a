package dev.tocsin.dashboard.passkeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A browser and its authenticator in one, which do what they are told: lie, count backwards. */
public final class SoftKey {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int HAS_KEY = 0x40;

  private final KeyPair pair;
  private final byte[] id = new byte[24];
  private byte[] handle = {};

  /** Where the browser says it is. */
  public String origin;

  /** For whom the authenticator signs. */
  public String party;

  /** How often it says it has signed. */
  public long count;

  /** Whether it has seen that its holder is its holder. */
  public boolean verified = true;

  public SoftKey(String origin, String party) {
    this.origin = origin;
    this.party = party;
    new SecureRandom().nextBytes(id);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers the question to make a passkey. */
  public String make(String options) {
    JsonNode asked = json(options);
    handle = bytes(asked.at("/user/id").asText());
    byte[] data = join(data(HAS_KEY), new byte[16], length(id.length), id, publicKey());
    byte[] object =
        join(
            new byte[] {(byte) 0xa3}, // a map of three
            text("fmt"),
            text("none"),
            text("attStmt"),
            new byte[] {(byte) 0xa0},
            text("authData"),
            new byte[] {0x59},
            length(data.length),
            data);
    return answer(
        Map.of(
            "clientDataJSON", text64(clientData("webauthn.create", asked)),
            "attestationObject", text64(object)));
  }

  /** Answers the question to show a passkey. */
  public String show(String options) {
    byte[] client = clientData("webauthn.get", json(options));
    byte[] data = data(0);
    return answer(
        Map.of(
            "clientDataJSON", text64(client),
            "authenticatorData", text64(data),
            "signature", text64(sign(join(data, sha256(client)))),
            "userHandle", text64(handle)));
  }

  private String answer(Map<String, String> response) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", text64(id));
    all.put("rawId", text64(id));
    all.put("type", "public-key");
    all.put("clientExtensionResults", Map.of());
    all.put("response", response);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] clientData(String type, JsonNode asked) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, asked.path("challenge").asText(), origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] data(int more) {
    int flags = PRESENT | (verified ? VERIFIED : 0) | more;
    byte[] counted = ByteBuffer.allocate(5).put((byte) flags).putInt((int) count).array();
    return join(sha256(party.getBytes(StandardCharsets.UTF_8)), counted);
  }

  /** COSE, RFC 9053: an elliptic key (2) for ES256 (-7) on P-256 (1). */
  private byte[] publicKey() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    byte[] head = {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20};
    byte[] x = unsigned(key.getW().getAffineX().toByteArray());
    byte[] y = unsigned(key.getW().getAffineY().toByteArray());
    return join(head, x, new byte[] {0x22, 0x58, 0x20}, y);
  }

  private static byte[] unsigned(byte[] number) {
    byte[] out = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, out, 32 - length, length);
    return out;
  }

  private byte[] sign(byte[] what) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(what);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(new byte[] {(byte) (0x60 | bytes.length)}, bytes);
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(2).putShort((short) length).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String text64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
