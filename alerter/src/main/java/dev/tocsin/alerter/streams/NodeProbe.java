package dev.tocsin.alerter.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a node which stream it writes: {@code GET /stream} at the address that it advertises in its
 * row.
 *
 * <p>The address comes out of a database row that listeners write, not from people who use the
 * pages, and nodes live in private networks: so private addresses are allowed here, and only here.
 * In return the question can do nothing: a plain GET of one fixed path over one connection, no
 * redirect, proxy, cookie or credential, with bounds on time and bytes. That is a dozen lines on a
 * socket, where an HTTP client would have to be talked out of most of what it does.
 */
final class NodeProbe {

  /** The answer is some hundred bytes; nobody may fill our memory. */
  private static final int LONGEST_ANSWER = 8_192;

  private static final Pattern ADDRESS =
      Pattern.compile("(https://)?(\\[[0-9a-fA-F:.]+]|[^:/\\s]+):(\\d{1,5})");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Duration longest;

  /**
   * @param longest from the connection to the end of the answer; a look-up of a name takes what the
   *     system allows
   */
  NodeProbe(Duration longest) {
    this.longest = longest;
  }

  /** Asks whether {@code stream} is written by the process at {@code address}. Blocking. */
  Answer ask(String address, UUID stream) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      return Answer.SILENT;
    }
    long end = System.nanoTime() + longest.toNanos();
    try (Socket plain = new Socket()) {
      String host = parts.group(2);
      int port = Integer.parseInt(parts.group(3));
      plain.connect(new InetSocketAddress(host, port), millisUntil(end));
      plain.setSoTimeout(millisUntil(end));
      Socket socket =
          parts.group(1) == null ? plain : AnyPeer.TLS.createSocket(plain, host, port, true);
      String question =
          "GET /stream HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(question.formatted(host).getBytes(StandardCharsets.US_ASCII));
      return judge(read(socket, end), stream);
    } catch (ConnectException e) {
      return Answer.GONE; // refused: our own time-out is far shorter than the system's
    } catch (IOException | IllegalArgumentException e) {
      return Answer.SILENT;
    }
  }

  private static String read(Socket socket, long end) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[LONGEST_ANSWER];
    int length = 0;
    while (length < buffer.length) {
      socket.setSoTimeout(millisUntil(end));
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  private static int millisUntil(long end) throws IOException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw new IOException("no answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /**
   * What an answer says of the stream; only one that is clearly ours says that it is gone.
   *
   * <p>A process that writes another stream and does not reach the database is a new start, of
   * which the database knows nothing: to give up the stream of before would be to judge by what it
   * alone has heard since. So it is the node that is cut off, whichever start of it this is.
   */
  static Answer judge(String answer, UUID stream) {
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0 || !answer.startsWith("HTTP/1.1 200 ")) {
      return Answer.SILENT;
    }
    try {
      JsonNode json = JSON.readTree(answer.substring(head + 4));
      UUID found = UUID.fromString(json.path("stream").asText());
      boolean same = found.equals(stream);
      return switch (json.path("database").asText()) {
        case "reached" -> same ? Answer.REACHED : Answer.GONE;
        case "away" -> Answer.AWAY;
        default -> same ? Answer.SILENT : Answer.GONE;
      };
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Answer.SILENT;
    }
  }
}
