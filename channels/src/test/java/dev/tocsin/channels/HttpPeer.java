package dev.tocsin.channels;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** An HTTP server that records what it is asked and answers as it is told. */
public final class HttpPeer extends TestServer {

  /** A request as it came; header names in lower case. */
  public record Asked(String method, String target, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** How the server behaves once it has read a request. */
  @FunctionalInterface
  public interface Mood {
    void answer(HttpPeer peer, Socket to) throws IOException, InterruptedException;
  }

  public static final Mood HANGS = (peer, to) -> peer.hang();
  public static final Mood HANGS_UP = (peer, to) -> {};
  public static final Mood TRICKLES_HEADERS =
      (peer, to) -> {
        say(to, "HTTP/1.1 200 OK\r\n");
        peer.trickle(to, "X-More: yes\r\n");
      };

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Mood mood = answers(200);

  public HttpPeer() {
    super(Optional.empty());
  }

  public HttpPeer(SSLContext tls) {
    super(Optional.of(tls));
  }

  /** Answers with this status and these header lines. */
  public static Mood answers(int status, String... headerLines) {
    String head = String.join("", List.of(headerLines).stream().map(h -> h + "\r\n").toList());
    return (peer, to) ->
        say(to, "HTTP/1.1 %d Said\r\n%sContent-Length: 2\r\n\r\nok".formatted(status, head));
  }

  /** Answers with this status, this body and these header lines. */
  public static Mood says(int status, String body, List<String> headerLines) {
    String head = String.join("", headerLines.stream().map(line -> line + "\r\n").toList());
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return (peer, to) ->
        say(
            to,
            "HTTP/1.1 %d Said\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, head, length, body));
  }

  /** Answers with this status and a body that never ends. */
  public static Mood answersWithoutEnd(int status) {
    return (peer, to) -> {
      say(to, "HTTP/1.1 %d Said\r\nContent-Length: 99999999999\r\n\r\n".formatted(status));
      byte[] block = new byte[64 * 1024];
      while (true) {
        to.getOutputStream().write(block);
      }
    };
  }

  public void is(Mood next) {
    mood = next;
  }

  public List<Asked> asked() {
    return asked;
  }

  public Asked only() {
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked.size() + " times: " + asked);
    }
    return asked.get(0);
  }

  @Override
  protected void talk(Socket with) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(with.getInputStream());
    String[] first = line(in).split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (a, b) -> a + "," + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    asked.add(new Asked(first[0], first[1], headers, body));
    mood.answer(this, with);
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the other side left");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    to.getOutputStream().flush();
  }
}
