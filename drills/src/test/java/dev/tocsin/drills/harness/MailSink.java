package dev.tocsin.drills.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that takes every mail and keeps none: beside one that reads what it takes, a third
 * of the processor would be its own, and a benchmark would measure that.
 */
public final class MailSink implements AutoCloseable {

  private static final int BACKLOG = 256;
  private static final byte[] END_OF_MAIL = {'\r', '\n', '.', '\r', '\n'};

  private final ServerSocket listening;
  private final ExecutorService conversations = Executors.newCachedThreadPool();
  private final AtomicInteger taken = new AtomicInteger();

  private MailSink(ServerSocket listening) {
    this.listening = listening;
  }

  public static MailSink start() {
    try {
      MailSink sink = new MailSink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      sink.conversations.execute(sink::listen);
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Mails that were taken up to now. */
  public int taken() {
    return taken.get();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        conversations.execute(() -> converse(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      say(out, "220 sink ESMTP");
      for (String verb = verb(in); !verb.isEmpty(); verb = verb(in)) {
        switch (verb) {
          case "DATA" -> {
            say(out, "354 go on");
            skipMail(in);
            taken.incrementAndGet();
            say(out, "250 taken");
          }
          case "QUIT" -> {
            say(out, "221 bye");
            return;
          }
          default -> say(out, "250 sink");
        }
      }
    } catch (IOException gone) {
      // whoever sends sees that the connection has ended, and tries again
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** The first four letters of the next line; empty at the end of the stream. */
  private static String verb(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
      }
      line.append((char) c);
    }
    return "";
  }

  private static void skipMail(InputStream in) throws IOException {
    int matched = 2; // the line before has ended: a mail may be empty
    while (matched < END_OF_MAIL.length) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the mail has no end");
      }
      matched = c == END_OF_MAIL[matched] ? matched + 1 : c == '\r' ? 1 : 0;
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      conversations.shutdownNow();
    }
  }
}
