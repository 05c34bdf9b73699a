package dev.tocsin.roles;

import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SmtpTls;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that ends by itself and that this process would miss: certificates in files, those that the
 * database and the mail server show, the password of our role in the database.
 */
final class Expiries {

  /** For each server. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Expiries() {}

  /** Looks at all of it, the first to end first; blocks. What cannot be seen is left out. */
  static List<Expiry> look(Role role, Settings settings, Db db) {
    List<Expiry> all = new ArrayList<>(NamedCertificates.of(settings).ends());
    settings.directDatabase().ifPresent(url -> all.addAll(ofServers(url)));
    if (role != Role.PING_LISTENER) {
      ofMailServer(settings).ifPresent(all::add);
    }
    ofPassword(db).ifPresent(all::add);
    all.sort(Comparator.comparing(Expiry::at).thenComparing(Expiry::what));
    return List.copyOf(all);
  }

  /** What the hosts of a database show. */
  static List<Expiry> ofServers(DatabaseUrl url) {
    List<Expiry> all = new ArrayList<>();
    if (!url.sslMode().equals("disable")) {
      for (String host : url.hosts()) {
        int colon = host.lastIndexOf(':');
        end(
                host.substring(0, colon).replaceAll("[\\[\\]]", ""),
                Integer.parseInt(host.substring(colon + 1)),
                ServerCertificate.Prelude.POSTGRES)
            .ifPresent(at -> all.add(new Expiry("the certificate of the database at " + host, at)));
      }
    }
    return all;
  }

  /** What the mail server shows. */
  static Optional<Expiry> ofMailServer(Settings settings) {
    SmtpTls tls = settings.get(Keys.SMTP_TLS);
    int port = settings.get(Keys.SMTP_PORT);
    return settings
        .find(Keys.SMTP_HOST)
        .filter(host -> tls != SmtpTls.NONE)
        .flatMap(
            host ->
                end(
                        host,
                        port,
                        tls == SmtpTls.IMPLICIT
                            ? ServerCertificate.Prelude.NONE
                            : ServerCertificate.Prelude.SMTP)
                    .map(
                        at ->
                            new Expiry(
                                "the certificate of the mail server at %s:%d".formatted(host, port),
                                at)));
  }

  /** Whether a server answers is the matter of others. */
  private static Optional<Instant> end(String host, int port, ServerCertificate.Prelude prelude) {
    try {
      return ServerCertificate.end(host, port, prelude, LONGEST);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Expiry> ofPassword(Db db) {
    try {
      return db.first(
          "looking when our password ends",
          """
          SELECT rolname, rolvaliduntil FROM pg_roles
           WHERE rolname = current_user AND rolvaliduntil < 'infinity'
          """,
          row -> password(row.string("rolname"), row.instant("rolvaliduntil")));
    } catch (DbException e) {
      return Optional.empty();
    }
  }

  /** Of a role of the database. */
  static Expiry password(String role, Instant at) {
    return new Expiry("the password of %s at the database".formatted(role), at);
  }
}
