package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One conversation: bytes in, replies out; without sockets, clocks and threads. One caller at a
 * time.
 *
 * <p>While the world is busy for it (a message on its way to disk, a TLS handshake) it reads
 * nothing: what a client has sent ahead waits, and is bounded because the socket is not read.
 */
final class Dialogue {

  /** What a conversation needs of the world around it. */
  interface World {

    /** Sends a reply; {@code text} may have several lines. */
    void reply(String text);

    /** Sends a last plain reply and turns to TLS; {@link Dialogue#secured} when that is done. */
    void startTls(String reply);

    /** Closes the connection once what was sent has left. */
    void hangUp();

    /** Takes memory for a message; false if there is none left. */
    boolean reserve(int bytes);

    /** Gives memory back. */
    void release(int bytes);

    /** Counts a ping: 0, or in how many seconds it would be heard, and it is refused. */
    int count(Target target);

    /** Takes a whole message to disk; {@link Dialogue#delivered} when its fate is known. */
    void deliver(Envelope envelope);

    /** Counts. */
    void refused(Refusal why);
  }

  /** What it waits for. */
  enum Phase {
    /** The next command. */
    COMMAND,
    /** The rest of a message. */
    MESSAGE,
    /** The world: a message on its way to disk, or a handshake. */
    WORLD,
    /** Nothing any more. */
    OVER
  }

  private enum Handshake {
    NONE,
    ASKED,
    RUNNING,
    DONE
  }

  /** A client that sends so much of a message that is refused is cut off. */
  private static final long MOST_OF_A_REFUSED_MESSAGE = 64L << 20;

  /** Browsers can be made to post to any port; what they post must not be heard. */
  private static final List<String> OTHER_PROTOCOLS = List.of("GET", "POST", "PUT", "CONNECT");

  private static final byte[] NOTHING = {};

  private final MailConfig config;
  private final World world;
  private final Transaction transaction;
  private final CommandLines lines = new CommandLines();
  private MessageBytes message;
  private byte[] ahead = NOTHING;
  private Phase phase = Phase.COMMAND;
  private boolean greeted;
  private Handshake handshake = Handshake.NONE;
  private int mistakes;

  Dialogue(MailConfig config, World world) {
    this.config = config;
    this.world = world;
    this.transaction = new Transaction(config, world);
    this.message = new MessageBytes(0, bytes -> false);
  }

  /** The server speaks first. */
  void greet() {
    world.reply("220 %s ESMTP Tocsin".formatted(config.domain()));
  }

  Phase phase() {
    return phase;
  }

  /** Whether a handshake is going on: then the socket must be read, and its bytes be secret. */
  boolean handshaking() {
    return phase == Phase.WORLD && handshake == Handshake.RUNNING;
  }

  /** Bytes have come in. */
  void received(byte[] bytes) {
    if (phase == Phase.OVER) {
      return;
    }
    byte[] all = bytes;
    if (ahead.length > 0) {
      all = Arrays.copyOf(ahead, ahead.length + bytes.length);
      System.arraycopy(bytes, 0, all, ahead.length, bytes.length);
    }
    int next = 0;
    while (next < all.length && (phase == Phase.COMMAND || phase == Phase.MESSAGE)) {
      next = phase == Phase.COMMAND ? command(all, next) : message(all, next);
    }
    ahead = next < all.length ? Arrays.copyOfRange(all, next, all.length) : NOTHING;
    if (handshake == Handshake.ASKED) {
      shakeHands();
    }
  }

  /** What came in the same breath as STARTTLS was not secret, and must not count as if it were. */
  private void shakeHands() {
    if (ahead.length > 0) {
      giveUp("554 5.5.1 Nothing may follow STARTTLS");
    } else {
      handshake = Handshake.RUNNING;
      world.startTls("220 2.0.0 Go on with TLS");
    }
  }

  /** The message that was given away has this fate; what the client sent ahead is read now. */
  void delivered(String reply) {
    transaction.reset();
    if (phase == Phase.WORLD) {
      phase = Phase.COMMAND;
      world.reply(reply);
      received(NOTHING);
    }
  }

  /** The connection is secret from here on: everything said before is forgotten. */
  void secured() {
    if (phase == Phase.WORLD) {
      phase = Phase.COMMAND;
      handshake = Handshake.DONE;
      greeted = false;
      received(NOTHING);
    }
  }

  /** Ends it, with a last word for the client. */
  void end(String reply) {
    if (phase != Phase.OVER) {
      world.reply(reply);
      over();
      world.hangUp();
    }
  }

  /** The connection is gone, or must be. A message on its way to disk keeps its memory. */
  void over() {
    boolean delivering = phase == Phase.WORLD;
    phase = Phase.OVER;
    ahead = NOTHING;
    if (!delivering) {
      transaction.reset();
    }
  }

  private int command(byte[] bytes, int begin) {
    switch (lines.take(bytes, begin, bytes.length)) {
      case MORE -> {}
      case LINE -> obey(lines.line());
      case TOO_LONG -> giveUp("500 5.5.2 Line too long");
      case BARE_END -> giveUp("500 5.5.2 Lines end with CR LF");
    }
    return lines.next();
  }

  private void giveUp(String reply) {
    world.refused(Refusal.PROTOCOL);
    end(reply);
  }

  private void obey(String line) {
    if (line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      mistake("500 5.5.2 Control characters in a command");
      return;
    }
    int blank = line.indexOf(' ');
    String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
    String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
    if (OTHER_PROTOCOLS.contains(verb)) {
      giveUp("500 5.5.1 This is SMTP");
      return;
    }
    switch (verb) {
      case "EHLO" -> hello(rest, true);
      case "HELO" -> hello(rest, false);
      case "MAIL" -> answer(greeted ? transaction.mail(rest) : "503 5.5.1 Say EHLO first");
      case "RCPT" -> answer(transaction.recipient(rest));
      case "DATA" -> data(rest);
      case "RSET" -> {
        transaction.reset();
        world.reply("250 OK");
      }
      case "NOOP" -> world.reply("250 OK");
      case "VRFY" -> world.reply("252 2.5.0 Send some mail and see");
      case "STARTTLS" -> startTls(rest);
      case "QUIT" -> end("221 2.0.0 Bye");
      default -> mistake("500 5.5.1 Command not known");
    }
  }

  private void hello(String name, boolean extended) {
    if (name.isEmpty()) {
      mistake("501 5.5.4 Say who you are");
      return;
    }
    transaction.reset();
    greeted = true;
    if (!extended) {
      world.reply("250 " + config.domain());
      return;
    }
    boolean offerTls = config.tls().isPresent() && handshake == Handshake.NONE;
    world.reply(
        "250-%s\n250-PIPELINING\n250-SIZE %d\n250-8BITMIME\n%s250 SMTPUTF8"
            .formatted(
                config.domain(), config.maxMessageBytes(), offerTls ? "250-STARTTLS\n" : ""));
  }

  private void data(String rest) {
    String problem = rest.isEmpty() ? transaction.problem() : "501 5.5.4 DATA stands alone";
    if (!problem.isEmpty()) {
      mistake(problem);
      return;
    }
    message = new MessageBytes(config.maxMessageBytes(), transaction::reserve);
    phase = Phase.MESSAGE;
    world.reply("354 End with a dot alone on a line");
  }

  private int message(byte[] bytes, int begin) {
    int next = message.take(bytes, begin, bytes.length);
    if (message.whole()) {
      messageEnded();
    } else if (message.seen() > MOST_OF_A_REFUSED_MESSAGE) {
      world.refused(Refusal.SIZE);
      end(Transaction.TOO_LARGE);
    }
    return next;
  }

  private void messageEnded() {
    phase = Phase.COMMAND;
    MessageBytes came = message;
    if (came.tooLarge() || came.noRoom()) {
      world.refused(came.tooLarge() ? Refusal.SIZE : Refusal.MEMORY);
      transaction.reset();
      world.reply(came.tooLarge() ? Transaction.TOO_LARGE : "451 4.3.1 Busy, try again later");
      return;
    }
    phase = Phase.WORLD;
    mistakes = 0;
    world.deliver(transaction.envelope(came.bytes()));
  }

  private void startTls(String rest) {
    if (config.tls().isEmpty() || handshake != Handshake.NONE) {
      mistake("503 5.5.1 TLS is not offered now");
    } else if (!rest.isEmpty()) {
      mistake("501 5.5.4 STARTTLS stands alone");
    } else {
      transaction.reset();
      phase = Phase.WORLD;
      handshake = Handshake.ASKED;
    }
  }

  private void answer(String reply) {
    if (reply.charAt(0) == '2') {
      world.reply(reply);
    } else {
      mistake(reply);
    }
  }

  private void mistake(String reply) {
    if (++mistakes > config.maxMistakes()) {
      giveUp("421 4.7.0 Too many mistakes");
    } else {
      world.reply(reply);
    }
  }
}
