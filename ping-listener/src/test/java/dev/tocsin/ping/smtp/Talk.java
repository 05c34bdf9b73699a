package dev.tocsin.ping.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tocsin.ping.journal.Target;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A dialogue with nobody around it: what it said, and what it gave away. Bytes as Latin-1. */
final class Talk implements Dialogue.World {

  static final String CODE = "5c2e9f6a-8d0b-4c55-9d2a-1f0e3b7a6c41";
  static final int MAX_MESSAGE = 2_000;

  final List<String> replies = new ArrayList<>();
  final List<Envelope> delivered = new ArrayList<>();
  final List<Refusal> refused = new ArrayList<>();
  final Set<Target> limited = new HashSet<>();
  final Dialogue dialogue;
  long memory = Long.MAX_VALUE;
  long reserved;
  int handshakes;
  boolean hungUp;

  Talk() {
    this(false);
  }

  Talk(boolean tls) {
    dialogue = new Dialogue(config(tls), this);
    dialogue.greet();
  }

  static MailConfig config(boolean tls) {
    return new MailConfig(
        "127.0.0.1",
        0,
        "ping.example",
        tls ? Optional.of(ServerSSLOptions::new) : Optional.empty(),
        MAX_MESSAGE,
        3,
        10,
        5,
        1 << 20,
        5,
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  /** Sends as it is. */
  Talk send(String bytes) {
    dialogue.received(bytes.getBytes(ISO_8859_1));
    return this;
  }

  /** Sends lines, with their ends. */
  Talk say(String... lines) {
    return send(String.join("\r\n", lines) + "\r\n");
  }

  /** Up to DATA, for one check. */
  Talk sayData() {
    return say("EHLO me", "MAIL FROM:<job@host>", "RCPT TO:<" + CODE + "@ping.example>", "DATA");
  }

  /** As {@link #send}, in pieces cut by chance. */
  Talk sendInPieces(String all, Random chance) {
    byte[] bytes = all.getBytes(ISO_8859_1);
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + chance.nextInt(7));
      dialogue.received(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return this;
  }

  String last() {
    return replies.get(replies.size() - 1);
  }

  /** The message that was given away last. */
  String message() {
    return new String(delivered.get(delivered.size() - 1).message(), ISO_8859_1);
  }

  /** The first three characters of each reply. */
  List<String> codes() {
    return replies.stream().map(reply -> reply.substring(0, 3)).toList();
  }

  @Override
  public void reply(String text) {
    replies.add(text);
  }

  @Override
  public void startTls(String reply) {
    replies.add(reply);
    handshakes++;
  }

  @Override
  public void hangUp() {
    hungUp = true;
  }

  @Override
  public boolean reserve(int bytes) {
    if (reserved + bytes > memory) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  @Override
  public void release(int bytes) {
    reserved -= bytes;
  }

  @Override
  public int count(Target target) {
    return limited.contains(target) ? 7 : 0;
  }

  @Override
  public void deliver(Envelope envelope) {
    delivered.add(envelope);
  }

  @Override
  public void refused(Refusal why) {
    refused.add(why);
  }
}
