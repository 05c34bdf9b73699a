package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.smtp.Dialogue.Phase;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/** A dialogue on a socket: back-pressure, TLS, and what takes too long. On its event loop. */
final class MailConnection implements Dialogue.World {

  private static final String TOO_SLOW = "421 4.4.2 This takes too long";
  private static final String STOPPING = "421 4.3.2 Stopping, try again later";

  private final MailConfig config;
  private final NetSocket socket;
  private final String peer;
  private final Context loop;
  private final Connections connections;
  private final Intake intake;
  private final MailMetrics metrics;
  private final Dialogue dialogue;
  private final long openedAt = System.nanoTime();
  private long phaseSince = openedAt;
  private long heardAt = openedAt;
  private Phase phase = Phase.COMMAND;
  private boolean stopping;

  MailConnection(
      MailConfig config,
      NetSocket socket,
      String peer,
      Context loop,
      Connections connections,
      Intake intake,
      MailMetrics metrics) {
    this.config = config;
    this.socket = socket;
    this.peer = peer;
    this.loop = loop;
    this.connections = connections;
    this.intake = intake;
    this.metrics = metrics;
    this.dialogue = new Dialogue(config, this);
  }

  String peer() {
    return peer;
  }

  /** Begins, or says why not. */
  void open() {
    Optional<Refusal> full = connections.enter(this);
    if (full.isPresent()) {
      refused(full.get());
      dialogue.end("421 4.7.0 Too many connections, try again later");
      return;
    }
    socket.closeHandler(gone -> closed());
    socket.exceptionHandler(broken -> socket.close());
    socket.shutdownHandler(now -> stop());
    socket.handler(this::received);
    dialogue.greet();
  }

  private void received(Buffer bytes) {
    heardAt = System.nanoTime();
    if (dialogue.handshaking() && !socket.isSsl()) {
      broken(); // not secret, and queued as if it were: "STARTTLS injection"
      return;
    }
    dialogue.received(bytes.getBytes());
    look();
  }

  /** Takes note of where the dialogue is, and reads on only if it listens. */
  private void look() {
    Phase now = dialogue.phase();
    if (now != phase) {
      phase = now;
      phaseSince = System.nanoTime();
    }
    if (stopping && now == Phase.COMMAND) {
      dialogue.end(STOPPING);
    } else if (now == Phase.WORLD && !dialogue.handshaking()) {
      socket.pause();
    } else if (socket.writeQueueFull()) {
      socket.pause(); // a client that reads no replies gets no more of them
      socket.drainHandler(
          room -> {
            if (dialogue.phase() != Phase.WORLD) {
              socket.resume();
            }
          });
    } else {
      socket.resume();
    }
  }

  /** Closes what takes too long; to be called every now and then. */
  void tick(long now) {
    boolean slow =
        switch (dialogue.phase()) {
          case COMMAND -> now - phaseSince > config.idle().toNanos();
          case MESSAGE ->
              now - heardAt > config.idle().toNanos()
                  || now - phaseSince > config.messageTime().toNanos();
          case WORLD -> false;
          case OVER -> false;
        };
    if (slow || now - openedAt > config.sessionTime().toNanos()) {
      if (dialogue.phase() == Phase.OVER) {
        socket.close(); // it does not take our last word
      } else {
        refused(Refusal.TIME);
        dialogue.end(TOO_SLOW);
      }
    }
  }

  private void stop() {
    stopping = true;
    if (dialogue.phase() != Phase.WORLD) {
      dialogue.end(STOPPING);
    }
  }

  private void closed() {
    dialogue.over();
    connections.leave(this);
  }

  @Override
  public void reply(String text) {
    phaseSince = System.nanoTime();
    socket.write(text.replace("\n", "\r\n") + "\r\n");
  }

  @Override
  public void startTls(String reply) {
    socket
        .upgradeToSsl(config.tls().orElseThrow().get(), Buffer.buffer(reply + "\r\n"))
        .onComplete(
            done -> {
              if (done.succeeded()) {
                dialogue.secured();
                look();
              } else {
                broken();
              }
            });
  }

  private void broken() {
    refused(Refusal.PROTOCOL);
    dialogue.over();
    socket.close();
  }

  @Override
  public void hangUp() {
    socket.end();
  }

  @Override
  public boolean reserve(int bytes) {
    return connections.reserve(bytes);
  }

  @Override
  public void release(int bytes) {
    connections.release(bytes);
  }

  @Override
  public int count(Target target) {
    return intake.count(target);
  }

  @Override
  public void deliver(Envelope envelope) {
    new Delivery(
            intake,
            task -> loop.runOnContext(go -> task.run()),
            envelope,
            peer,
            kept -> delivered(envelope, kept))
        .go();
  }

  private void delivered(Envelope envelope, boolean kept) {
    if (kept) {
      metrics.accepted(envelope.targets().size());
    } else {
      refused(Refusal.JOURNAL);
    }
    dialogue.delivered(Delivery.reply(kept));
    look();
  }

  @Override
  public void refused(Refusal why) {
    metrics.refused(why);
  }
}
