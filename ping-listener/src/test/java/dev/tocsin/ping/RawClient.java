package dev.tocsin.ping;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection that sends the very bytes it is given: what no HTTP library would let us do. */
public final class RawClient implements AutoCloseable {

  /** An answer; header names in lower case. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "-");
    }
  }

  private final Socket socket;
  private final InputStream in;

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** Sends text as it is, a line feed as CR LF. */
  public RawClient send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends a request without a body and reads its answer. */
  public Reply ask(String method, String path, String... headerLines) throws IOException {
    String headers = headerLines.length == 0 ? "" : String.join("\n", headerLines) + "\n";
    send(method + " " + path + " HTTP/1.1\nHost: h\n" + headers + "\n");
    return read(method.equals("HEAD"));
  }

  public Reply read(boolean head) throws IOException {
    String[] lines = readHead().split("\r\n", 0);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = head ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Reply(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (!out.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("closed after: " + out.toString(StandardCharsets.ISO_8859_1));
      }
      out.write(b);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the server has closed this connection; waits for it. */
  public boolean closedByServer() throws IOException {
    return in.read() < 0;
  }

  /** Goes away without a word. */
  @Override
  public void close() throws IOException {
    if (socket.isClosed()) {
      return;
    }
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
