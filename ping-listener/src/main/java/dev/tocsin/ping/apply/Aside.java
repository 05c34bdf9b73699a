package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.buffer.Buffer;

/** How a ping that could not be recorded is shown to the people who look at it. */
final class Aside {

  private Aside() {}

  /** The address as it was called: a code, or ping key and slug. */
  static String target(Entry entry) {
    Target target = entry.ping().target();
    if (target instanceof Target.ByCode it) {
      return it.code().toString();
    }
    Target.BySlug it = (Target.BySlug) target;
    return it.pingKey() + "/" + it.slug() + (it.create() ? "?create=1" : "");
  }

  /** All of the ping: lines of text, an empty line, and the body byte for byte. */
  static Buffer record(Entry entry) {
    HeardPing heard = entry.ping();
    String head =
        """
        at: %s
        target: %s
        signal: %s
        exit-status: %s
        rid: %s
        scheme: %s
        method: %s
        remote-addr: %s
        user-agent: %s

        """
            .formatted(
                entry.at(),
                target(entry),
                heard.signal().word(),
                heard.exitStatus(),
                heard.run(),
                heard.scheme(),
                heard.method(),
                heard.remoteAddr(),
                heard.userAgent());
    return Buffer.buffer(head).appendBytes(heard.body());
  }
}
