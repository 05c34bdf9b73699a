package dev.tocsin.drills.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A keep-alive HTTP connection that sends pings and reads answers: small enough that the load of a
 * drill does not take the machine from what it tests.
 */
final class PingClient implements AutoCloseable {

  /** No answer: the connection was refused, cut, or silent for too long. */
  static final int NO_ANSWER = 0;

  private static final int READ_TIMEOUT_MS = 20_000;

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  PingClient(int port) {
    this.port = port;
  }

  /** Sends one ping; the status of its answer, or {@link #NO_ANSWER}. */
  int post(String path, String body) {
    try {
      Socket open = connected();
      String head =
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, body.length(), body);
      open.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return readAnswer();
    } catch (IOException e) {
      close();
      return NO_ANSWER;
    }
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.setSoTimeout(READ_TIMEOUT_MS);
      open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    return open;
  }

  private int readAnswer() throws IOException {
    String status = line();
    int length = 0;
    boolean closes = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      closes |= lower.equals("connection: close");
    }
    in.skipNBytes(length);
    if (closes) {
      close();
    }
    return Integer.parseInt(status.substring(9, 12));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is of no use any more either way.
      }
    }
  }
}
