package dev.tocsin.roles;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * When the certificate of a server ends. It is shown to whoever connects; whether to trust it is
 * not asked here, and nothing is said to the server but that TLS is wanted.
 */
final class ServerCertificate {

  /** The code with which a client of Postgres asks for TLS: the protocol's "SSLRequest". */
  private static final int SSL_REQUEST = 80_877_103;

  private static final int LONGEST_LINE = 1_000;
  private static final int MOST_LINES = 100;

  /** What is said before TLS begins. */
  enum Prelude {
    /** Nothing. */
    NONE,
    POSTGRES,
    /** SMTP with STARTTLS. */
    SMTP
  }

  private ServerCertificate() {}

  /**
   * Asks the server.
   *
   * @param limit for connecting, and for each answer
   * @return empty: it offers no TLS
   * @throws IOException if it cannot be reached, or says something else
   */
  static Optional<Instant> end(String host, int port, Prelude prelude, Duration limit)
      throws IOException {
    int millis = Math.toIntExact(limit.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      return offers(plain, prelude) ? Optional.of(shown(plain, host, port)) : Optional.empty();
    }
  }

  private static boolean offers(Socket socket, Prelude prelude) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    return switch (prelude) {
      case NONE -> true;
      case POSTGRES -> {
        out.writeLong(8L << 32 | SSL_REQUEST);
        out.flush();
        yield in.readByte() == 'S';
      }
      case SMTP -> {
        answer(in);
        say(out, "EHLO localhost");
        answer(in);
        say(out, "STARTTLS");
        yield answer(in).startsWith("220");
      }
    };
  }

  private static void say(DataOutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** The last line of it: the others have a hyphen behind the number. */
  private static String answer(DataInputStream in) throws IOException {
    for (int lines = 0; lines < MOST_LINES; lines++) {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || line.length() > LONGEST_LINE) {
          throw new EOFException("no answer of SMTP");
        }
        line.append((char) c);
      }
      if (line.length() < 4 || line.charAt(3) != '-') {
        return line.toString();
      }
    }
    throw new EOFException("an answer of SMTP without end");
  }

  private static Instant shown(Socket plain, String host, int port) throws IOException {
    AtomicReference<Instant> end = new AtomicReference<>();
    try (SSLSocket tls =
        (SSLSocket)
            context(new Notes(end)).getSocketFactory().createSocket(plain, host, port, true)) {
      tls.startHandshake();
    } catch (IOException e) {
      if (end.get() == null) { // seen, and then it wanted a certificate of ours: good enough
        throw e;
      }
    }
    Instant seen = end.get();
    if (seen == null) {
      throw new EOFException("it showed no certificate");
    }
    return seen;
  }

  private static SSLContext context(TrustManager manager) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS here", e);
    }
  }

  /** Notes the date and nothing else: no secret goes over this connection. */
  private record Notes(AtomicReference<Instant> end) implements X509TrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
      for (X509Certificate one : chain) {
        Instant at = one.getNotAfter().toInstant();
        end.accumulateAndGet(at, (was, is) -> was == null || is.isBefore(was) ? is : was);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
      throw new UnsupportedOperationException("we are the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
