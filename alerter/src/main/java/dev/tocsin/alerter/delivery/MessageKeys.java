package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the keys of messages. The same news get the same key, so that a message that is made again
 * (after a failover that lost the row, say) can be known as the same by its receiver. And nobody
 * but the receiver can know it: whoever comes with a key may report what became of the message.
 */
final class MessageKeys {

  /** 128 bits: enough never to meet another, short enough for headers, and just a UUID. */
  private static final int BYTES = 16;

  private final Macs macs;

  /**
   * @param secrets the same on every alerter of an installation
   */
  MessageKeys(SecretBox secrets) {
    this.macs = new Macs(secrets, "message keys");
  }

  /** The key of a message with these members: 32 lower-case hex digits. */
  String of(List<Waiting> members) {
    String text = members.stream().map(Waiting::news).collect(Collectors.joining("\n"));
    return HexFormat.of().formatHex(macs.sign(text.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
  }
}
