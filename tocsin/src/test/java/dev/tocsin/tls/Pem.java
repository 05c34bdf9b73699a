package dev.tocsin.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for localhost and its key, made by the JDK's keytool, as two files. */
public record Pem(Path chain, Path key) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  /**
   * Makes them.
   *
   * @param kind RSA or EC
   * @param name of the subject
   */
  public static Pem make(Path dir, String kind, String name) throws Exception {
    Path store = dir.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    kind,
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-alias",
                    "it",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    Path chain = dir.resolve(name + ".pem");
    Path key = dir.resolve(name + ".key");
    Files.writeString(chain, pem("CERTIFICATE", keys.getCertificate("it").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded()));
    return new Pem(chain, key);
  }

  private static String pem(String what, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, base64, what);
  }
}
