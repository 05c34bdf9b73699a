package dev.tocsin.channels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS that trusts what the JVM trusts, and the certificates of one file besides. */
public final class TrustedCa {

  private TrustedCa() {}

  /**
   * The TLS context with these certificates.
   *
   * @param pem certificates in PEM form, or empty for those of the JVM alone
   * @throws IllegalArgumentException if the file cannot be read or holds no certificate
   */
  public static SSLContext context(Optional<Path> pem) {
    try {
      if (pem.isEmpty()) {
        return SSLContext.getDefault();
      }
      List<Certificate> trusted = new ArrayList<>(read(pem.get()));
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager x509) {
          trusted.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("ca-" + i, trusted.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "cannot read certificates from %s: %s".formatted(pem.orElse(null), e.getMessage()), e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> read(Path pem) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException("no certificate in it");
      }
      return found;
    }
  }
}
