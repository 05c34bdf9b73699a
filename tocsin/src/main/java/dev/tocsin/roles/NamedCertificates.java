package dev.tocsin.roles;

import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of certificates that settings name: when what is in them ends. */
final class NamedCertificates {

  /** A file of certificates is a setting of its own, or a part of one. */
  private static final List<Key<Path>> KEYS =
      List.of(
          Keys.HTTP_CERTIFICATE, Keys.LISTENER_SMTP_CERTIFICATE, Keys.SMTP_CA, Keys.OUTBOUND_CA);

  private final List<Expiry> ends = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private NamedCertificates() {}

  /** Reads them all. */
  static NamedCertificates of(Settings settings) {
    Map<String, Path> files = new TreeMap<>();
    for (Key<Path> key : KEYS) {
      settings.find(key).ifPresent(file -> files.put(key.name(), file));
    }
    Optional<DatabaseUrl> database = settings.database();
    database
        .flatMap(DatabaseUrl::rootCert)
        .ifPresent(file -> files.put("database.url: sslrootcert", file));
    database
        .flatMap(DatabaseUrl::ownCert)
        .ifPresent(file -> files.put("database.url: sslcert", file));
    NamedCertificates all = new NamedCertificates();
    files.forEach(all::read);
    return all;
  }

  /** The end of the first one to end, of each file. */
  List<Expiry> ends() {
    return ends;
  }

  /** Files that cannot be read, a line each. */
  List<String> problems() {
    return problems;
  }

  private void read(String name, Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      Optional<Instant> first =
          all.stream()
              .map(one -> ((X509Certificate) one).getNotAfter().toInstant())
              .min(Instant::compareTo);
      first.ifPresentOrElse(
          at -> ends.add(new Expiry("%s: %s".formatted(name, file), at)),
          () -> problems.add("%s: there is no certificate in %s".formatted(name, file)));
    } catch (IOException | CertificateException e) {
      problems.add("%s: %s cannot be read: %s".formatted(name, file, e.getMessage()));
    }
  }
}
