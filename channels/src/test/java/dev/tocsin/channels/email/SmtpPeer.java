package dev.tocsin.channels.email;

import dev.tocsin.channels.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that follows a script: it answers politely, except for what {@link #answer} says.
 * Steps are the beginnings of commands ({@code "RCPT TO:<a@"}), {@code "."} for the end of the
 * message and {@code "CONNECT"} for the greeting.
 */
final class SmtpPeer extends TestServer {

  static final String HANG = "hang";
  static final String HANG_UP = "hang up";
  static final String TRICKLE = "trickle";

  private final Map<String, String> script = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final SSLContext tls;

  SmtpPeer(SSLContext tls) {
    super(Optional.empty());
    this.tls = tls;
  }

  /**
   * From now on the answer to commands that begin like this; one of the words above, or a reply.
   */
  void answer(String step, String reply) {
    script.put(step, reply);
  }

  void behave() {
    script.clear();
  }

  /** Every command. */
  List<String> heard() {
    return heard;
  }

  /** Every message that was taken, head and body as they came. */
  List<String> taken() {
    return taken;
  }

  /** Every message that was sent, taken or not. */
  List<String> sent() {
    return sent;
  }

  @Override
  protected void talk(Socket with) throws IOException, InterruptedException {
    Socket socket = with;
    BufferedReader in = reader(socket);
    if (!say(socket, "CONNECT", "220 peer.example ESMTP")) {
      return;
    }
    boolean secure = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      if (line.startsWith("EHLO")) {
        String extensions = secure ? "250-AUTH PLAIN\r\n" : "250-STARTTLS\r\n250-AUTH PLAIN\r\n";
        say(socket, "EHLO", "250-peer.example\r\n" + extensions + "250 8BITMIME");
      } else if (line.equals("STARTTLS")) {
        if (say(socket, line, "220 go on")) {
          socket = upgrade(socket);
          in = reader(socket);
          secure = true;
        }
      } else if (line.startsWith("AUTH")) {
        say(socket, line, "235 welcome");
      } else if (line.equals("DATA")) {
        if (say(socket, line, "354 go on")) {
          String message = message(in);
          sent.add(message);
          if (scripted(".").isEmpty()) {
            taken.add(message); // before the reply: whoever gets it looks here at once
          }
          say(socket, ".", "250 taken");
        }
      } else if (!say(socket, line, line.equals("QUIT") ? "221 bye" : "250 fine")
          && script.containsValue(HANG_UP)) {
        return;
      }
    }
  }

  /** Whether the answer was the polite one. */
  private boolean say(Socket to, String step, String polite)
      throws IOException, InterruptedException {
    Optional<String> scripted = scripted(step);
    String reply = scripted.orElse(polite);
    switch (reply) {
      case HANG -> hang();
      case HANG_UP -> to.close();
      case TRICKLE -> trickle(to, "250-and so on\r\n");
      default -> {
        to.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        to.getOutputStream().flush();
      }
    }
    return scripted.isEmpty();
  }

  private Optional<String> scripted(String step) {
    return script.entrySet().stream()
        .filter(e -> step.toUpperCase(Locale.ROOT).startsWith(e.getKey().toUpperCase(Locale.ROOT)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Socket upgrade(Socket plain) throws IOException {
    var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static String message(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append("\r\n");
    }
    return text.toString();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
