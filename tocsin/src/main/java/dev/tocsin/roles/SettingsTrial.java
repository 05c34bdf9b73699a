package dev.tocsin.roles;

import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.settings.Change;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tries settings that are to come: says what they change, and connects with them as a role would.
 * Opens no port, sends no mail, changes no table. A data store that switches to TLS on a date that
 * was announced is met a week before it.
 */
public final class SettingsTrial {

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
          List<Change> changes = in.changes(next);
          changes.forEach(change -> trial.change(change.toString()));
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
    files(next, trial);
    if (next.database().isPresent()) {
      new DatabaseTrial(role, next, trial).run(next, now);
    } else {
      trial.ok("database: one of its own in " + next.get(Keys.DATA_DIR) + "; not started");
    }
    if (role != Role.PING_LISTENER) {
      mailServer(next, trial);
    }
  }

  /** Logs in, and goes. */
  static void mailServer(Settings settings, Trial trial) {
    try (Channels channels = new Channels(Sections.operatorChannels(settings))) {
      Optional<Postbox> postbox = channels.postbox();
      if (postbox.isEmpty()) {
        trial.warning("smtp: none is set, so no mail is sent");
        return;
      }
      Verdict verdict = postbox.get().greet();
      String line = "smtp: %s %s".formatted(settings.get(Keys.SMTP_HOST), verdict.detail());
      if (verdict instanceof Verdict.Delivered) {
        trial.ok(line);
        Expiries.ofMailServer(settings).ifPresent(it -> it.into(trial, Instant.now()));
      } else {
        trial.failed("smtp: " + verdict.detail());
      }
    } catch (IllegalArgumentException e) {
      trial.failed("smtp: " + e.getMessage());
    }
  }

  /** Certificates in files. */
  static void files(Settings settings, Trial trial) {
    NamedCertificates files = NamedCertificates.of(settings);
    files.problems().forEach(trial::failed);
    files.ends().forEach(end -> end.into(trial, Instant.now()));
  }
}
