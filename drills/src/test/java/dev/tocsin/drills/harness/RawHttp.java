package dev.tocsin.drills.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One connection that sends the very bytes it is given, where an HTTP library would normalise
 * paths, refuse headers or join bodies; and reads answers without mercy: a byte too many or too few
 * shows.
 */
public final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MS = 30_000;

  /**
   * An answer as it came.
   *
   * @param headers lines, as sent
   */
  public record Answer(int status, List<String> headers, String body) {

    /** The value of a header, of whatever case its name is; "-" if it is not there. */
    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("-");
    }

    /** Status and body, as tables of cases have it. */
    public String brief() {
      return status + " " + body;
    }
  }

  private final Socket socket = new Socket();
  private final InputStream in;

  /** Connects from 127.0.0.1. */
  public RawHttp(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  /** Connects from another loopback address, as another peer would. */
  public RawHttp(int port, String from) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One request on a connection of its own. */
  public static Answer ask(int port, String method, String target, String... headers)
      throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      return http.ask(method, target, headers);
    }
  }

  /** Sends a request without a body and reads its answer. */
  public Answer ask(String method, String target, String... headers) throws IOException {
    return post(method, target, new byte[0], headers);
  }

  /** Sends a request with a body of announced length and reads its answer. */
  public Answer post(String method, String target, byte[] body, String... headers)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: h"));
    lines.addAll(List.of(headers));
    if (body.length > 0) {
      lines.add("Content-Length: " + body.length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write((String.join("\n", lines) + "\n\n").replace("\n", "\r\n").getBytes(LATIN));
    all.write(body);
    return send(all.toByteArray()).read(method);
  }

  private static final java.nio.charset.Charset LATIN = StandardCharsets.ISO_8859_1;

  /** Sends text as it is, a line feed as CR LF. */
  public RawHttp send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(LATIN));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** The other half is still read. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads the answer to a request with this method. */
  public Answer read(String method) throws IOException {
    String status = line();
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    int code = Integer.parseInt(status.substring(9, 12));
    Answer head = new Answer(code, headers, "");
    boolean none = method.equals("HEAD") || code < 200 || code == 204;
    String length = head.header("content-length");
    String body = "";
    if (!none && !length.equals("-")) {
      body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    } else if (!none && head.header("connection").equalsIgnoreCase("close")) {
      body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Answer(code, headers, body);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed after: " + line);
      }
      line.append((char) c);
    }
    if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
      throw new IOException("a line without CR: " + line);
    }
    line.setLength(line.length() - 1);
    return line.toString();
  }

  /** Waits until the other end has closed; whether it did so without another byte. */
  public boolean closedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Goes away without a word: a reset, not a farewell. */
  public void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
