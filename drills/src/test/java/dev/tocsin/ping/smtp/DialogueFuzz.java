package dev.tocsin.ping.smtp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An SMTP conversation with a client that may say anything, in pieces of any size, while the world
 * answers now or later.
 */
public final class DialogueFuzz {

  private static final int MAX_MESSAGE = 2_000;

  private DialogueFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    MailConfig config =
        MailConfig.defaults("127.0.0.1", 0, "p.example")
            .with(
                MAX_MESSAGE,
                data.consumeBoolean() ? Optional.of(ServerSSLOptions::new) : Optional.empty());
    Client client = new Client(config);
    if (data.consumeBoolean()) { // past what chance alone would seldom find
      client.say("EHLO x\r\nMAIL FROM:<>\r\n");
      client.say("RCPT TO:<5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41@p.example>\r\n");
    }
    while (data.remainingBytes() > 0) {
      switch (data.consumeInt(0, 5)) {
        case 0 -> client.settle();
        case 1 -> client.shakeHands();
        case 2 -> client.say(data.pickValue(WORDS));
        default -> client.dialogue.received(data.consumeBytes(data.consumeInt(0, 200)));
      }
      client.check();
    }
    client.dialogue.over();
    client.settle();
    if (client.reserved != 0) {
      throw new IllegalStateException("memory that nobody gives back: " + client.reserved);
    }
  }

  private static final String[] WORDS = {
    "EHLO x\r\n", "MAIL FROM:<", "RCPT TO:<", "@p.example>\r\n", "DATA\r\n", "\r\n.\r\n",
        "RSET\r\n",
    "STARTTLS\r\n", "SIZE=", "Zx_9-kEyOfTheProject22+a", "\r\n", "\n", ".", "QUIT\r\n"
  };

  private static final class Client implements Dialogue.World {
    private final Dialogue dialogue;
    private long reserved;
    private boolean delivering;
    private boolean shaking;

    Client(MailConfig config) {
      dialogue = new Dialogue(config, this);
      dialogue.greet();
    }

    void say(String text) {
      dialogue.received(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The message is on disk, if one is on its way. */
    void settle() {
      if (delivering) {
        delivering = false;
        dialogue.delivered("250 OK");
      }
    }

    void shakeHands() {
      if (shaking) {
        shaking = false;
        dialogue.secured();
      }
    }

    void check() {
      if (reserved < 0 || reserved > 2L * MAX_MESSAGE) {
        throw new IllegalStateException("memory: " + reserved);
      }
    }

    @Override
    public void reply(String text) {
      if (!text.matches("(?s)[2345]\\d\\d[- ].*") || text.indexOf('\r') >= 0) {
        throw new IllegalStateException("no reply: " + text);
      }
    }

    @Override
    public void startTls(String reply) {
      reply(reply);
      shaking = true;
    }

    @Override
    public void hangUp() {
      if (dialogue.phase() != Dialogue.Phase.OVER) {
        throw new IllegalStateException("hung up and still talking");
      }
    }

    @Override
    public boolean reserve(int bytes) {
      reserved += bytes;
      return true;
    }

    @Override
    public void release(int bytes) {
      reserved -= bytes;
    }

    @Override
    public int count(Target target) {
      return Math.floorMod(target.hashCode(), 3); // some are refused
    }

    @Override
    public void deliver(Envelope envelope) {
      delivering = true;
      if (envelope.targets().isEmpty() || envelope.message().length > MAX_MESSAGE) {
        throw new IllegalStateException("no mail: " + envelope);
      }
      for (Target target : envelope.targets()) {
        if (target instanceof Target.BySlug it
            && (it.create()
                || it.pingKey().length() != 22
                || !it.slug().matches("[a-z0-9_-]{1,255}"))) {
          throw new IllegalStateException("no slug: " + it);
        }
      }
    }

    @Override
    public void refused(Refusal why) {}
  }
}
