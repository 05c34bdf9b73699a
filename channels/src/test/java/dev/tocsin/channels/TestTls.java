package dev.tocsin.channels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for localhost that nobody trusts, made once per test run by the JDK's keytool. */
public final class TestTls {

  public static final String PASSWORD = "changeit";
  public static final Path KEY_STORE;

  /** The certificate for those who shall trust it. */
  public static final Path PEM;

  static {
    try {
      Path folder = Files.createTempDirectory("tocsin-test-tls");
      KEY_STORE = folder.resolve("localhost.p12");
      PEM = folder.resolve("localhost.pem");
      keytool(
          "-genkeypair -keyalg EC -groupname secp256r1 -validity 30 -dname CN=localhost"
              + " -ext san=dns:localhost,ip:127.0.0.1 -alias localhost");
      keytool("-exportcert -rfc -alias localhost -file " + PEM);
      for (Path file : new Path[] {KEY_STORE, PEM, folder}) {
        file.toFile().deleteOnExit();
      }
    } catch (IOException | InterruptedException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private TestTls() {}

  /** What a server needs. */
  public static SSLContext server() {
    return Server.CONTEXT;
  }

  /** Made when first asked for: the key is slow to unlock. */
  private static final class Server {
    static final SSLContext CONTEXT = make();
  }

  private static SSLContext make() {
    try (InputStream in = Files.newInputStream(KEY_STORE)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String all =
        "%s %s -storetype PKCS12 -storepass %s -keystore %s"
            .formatted(tool, arguments, PASSWORD, KEY_STORE);
    Process process = new ProcessBuilder(all.split(" ")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
