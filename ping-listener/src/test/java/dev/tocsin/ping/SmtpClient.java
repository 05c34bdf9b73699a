package dev.tocsin.ping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The other end of an SMTP conversation, byte by byte. Texts as Latin-1. */
public final class SmtpClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  /** Connects and reads nothing yet. */
  public SmtpClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private SmtpClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    out = socket.getOutputStream();
  }

  /** Connects, and is greeted. */
  public static SmtpClient greeted(int port) throws IOException {
    SmtpClient client = new SmtpClient(port);
    client.reply();
    client.ask("EHLO test");
    return client;
  }

  /** The next reply, all its lines; null if the connection is closed. */
  public @Nullable String reply() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      all.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return all.toString();
      }
      all.append('\n');
    }
    return null;
  }

  /** Sends as it is. */
  public void send(String bytes) throws IOException {
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Sends a line and reads the reply. */
  public @Nullable String ask(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  /** Sends a message; the reply to its end. */
  public @Nullable String mail(String from, String message, String... recipients)
      throws IOException {
    ask("MAIL FROM:<" + from + ">");
    for (String recipient : recipients) {
      String said = ask("RCPT TO:<" + recipient + ">");
      if (!"250 OK".equals(said)) {
        return said;
      }
    }
    ask("DATA");
    send(message.replaceAll("(?m)^\\.", "..") + "\r\n.\r\n");
    return reply();
  }

  /** Turns to TLS, trusting one certificate. */
  public void startTls(java.io.InputStream certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "it", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    socket = tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    out = socket.getOutputStream();
  }

  /** Closes what we send; what the server says is still read. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
