package dev.tocsin.roles;

import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tries settings that are to come: says what they change, and connects with them as a role would.
 * Opens no port, sends no mail, changes no table. A data store that switches to TLS on a date that
 * was announced is met a week before it.
 */
public final class SettingsTrial {

  /** Who renews by hand needs some weeks. */
  private static final Duration EXPIRES_SOON = Duration.ofDays(30);

  private final Role role;
  private final Settings next;
  private final Trial trial = new Trial();

  private SettingsTrial(Role role, Settings next) {
    this.role = role;
    this.next = next;
  }

  /**
   * Tries them. Takes some seconds for each thing that does not answer.
   *
   * @param now what is in use; empty where that cannot be read
   */
  public static Trial of(Role role, Optional<Settings> now, Settings next) {
    SettingsTrial trial = new SettingsTrial(role, next);
    trial.run(now);
    return trial.trial;
  }

  private void run(Optional<Settings> now) {
    now.ifPresent(
        in -> {
          List<String> changes = in.changes(next);
          changes.forEach(trial::change);
          if (changes.isEmpty()) {
            trial.ok("settings: nothing changes");
          }
        });
    try {
      SettingsCheck.of(role, next);
    } catch (SettingsException e) {
      e.problems().forEach(trial::failed);
      return;
    }
    files();
    if (next.database().isPresent()) {
      new DatabaseTrial(role, next, trial).run(now);
    } else {
      trial.ok("database: one of its own in " + next.get(Keys.DATA_DIR) + "; not started");
    }
    if (role != Role.PING_LISTENER) {
      mailServer();
    }
  }

  private void mailServer() {
    try (Channels channels = new Channels(Sections.operatorChannels(next))) {
      Optional<Postbox> postbox = channels.postbox();
      if (postbox.isEmpty()) {
        trial.warning("smtp: none is set, so no mail is sent");
        return;
      }
      Verdict verdict = postbox.get().greet();
      String line = "smtp: %s %s".formatted(next.get(Keys.SMTP_HOST), verdict.detail());
      if (verdict instanceof Verdict.Delivered) {
        trial.ok(line);
      } else {
        trial.failed("smtp: " + verdict.detail());
      }
    } catch (IllegalArgumentException e) {
      trial.failed("smtp: " + e.getMessage());
    }
  }

  /** Certificates that the settings name: when they end. */
  private void files() {
    Map<String, Path> files = new TreeMap<>();
    for (Key<Path> key :
        List.of(Keys.HTTP_CERTIFICATE, Keys.LISTENER_SMTP_CERTIFICATE, Keys.SMTP_CA)) {
      next.find(key).ifPresent(file -> files.put(key.name(), file));
    }
    Optional<DatabaseUrl> database = next.database();
    database
        .flatMap(DatabaseUrl::rootCert)
        .ifPresent(file -> files.put("database.url: sslrootcert", file));
    database
        .flatMap(DatabaseUrl::ownCert)
        .ifPresent(file -> files.put("database.url: sslcert", file));
    files.forEach(this::file);
  }

  private void file(String name, Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      Optional<Instant> first =
          all.stream()
              .map(one -> ((X509Certificate) one).getNotAfter().toInstant())
              .min(Instant::compareTo);
      if (first.isEmpty()) {
        trial.failed("%s: there is no certificate in %s".formatted(name, file));
        return;
      }
      expiry("%s: %s".formatted(name, file), first.get());
    } catch (IOException | CertificateException e) {
      trial.failed("%s: %s cannot be read: %s".formatted(name, file, e.getMessage()));
    }
  }

  private void expiry(String what, Instant at) {
    Instant now = Instant.now();
    if (at.isBefore(now)) {
      trial.failed("%s ended at %s".formatted(what, at));
    } else if (at.isBefore(now.plus(EXPIRES_SOON))) {
      trial.warning("%s ends at %s".formatted(what, at));
    } else {
      trial.ok("%s is good until %s".formatted(what, at));
    }
  }
}
