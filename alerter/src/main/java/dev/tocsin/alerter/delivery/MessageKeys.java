package dev.tocsin.alerter.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the keys of messages. The same news get the same key, so that a message that is made again
 * (after a failover that lost the row, say) can be known as the same by its receiver. And nobody
 * but the receiver can know it: whoever comes with a key may report what became of the message.
 */
final class MessageKeys {

  /** 128 bits: enough never to meet another, short enough for headers, and just a UUID. */
  private static final int BYTES = 16;

  private final SecretKeySpec secret;

  /**
   * @param secret the same on every alerter of an installation
   */
  MessageKeys(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The key of a message with these members: 32 lower-case hex digits. */
  String of(List<Waiting> members) {
    String text = members.stream().map(Waiting::news).collect(Collectors.joining("\n"));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
