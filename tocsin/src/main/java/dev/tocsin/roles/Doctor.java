package dev.tocsin.roles;

import dev.tocsin.postgres.Access;
import dev.tocsin.settings.Change;
import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at a machine and at what runs on it, and says what is wrong in words, with what to do. What
 * cannot be seen is said, and the rest is looked at. Changes nothing, starts nothing.
 */
public final class Doctor {

  private final Role role;
  private final Trial trial = new Trial();

  private Doctor(Role role) {
    this.role = role;
  }

  /**
   * Looks. Takes some seconds for each thing that does not answer.
   *
   * @param now the settings, which may have problems
   * @param with the same, with the file as it was once
   */
  public static Trial look(
      Role role, SettingsReader now, Function<SettingsFile, SettingsReader> with) {
    Doctor doctor = new Doctor(role);
    Optional<Settings> settings = doctor.settings(now, with);
    doctor.run(settings, now.dataDir());
    return doctor.trial;
  }

  private void run(Optional<Settings> settings, Path dataDir) {
    MachineLook machine = new MachineLook(trial);
    if (settings.isEmpty()) {
      machine.dataDirectory(dataDir);
      trial.warning("everything else: not looked at, since it needs settings that can be read");
      return;
    }
    Settings in = settings.get();
    machine.look(in, EmbeddedServer.holder(in));
    new PortLook(role, in, trial).look();
    database(in);
    SettingsTrial.files(in, trial);
    if (role != Role.PING_LISTENER) {
      SettingsTrial.mailServer(in, trial);
    }
  }

  private Optional<Settings> settings(
      SettingsReader now, Function<SettingsFile, SettingsReader> with) {
    Optional<KeptSettings> last = last(now.dataDir());
    try {
      Settings settings = now.settings();
      SettingsCheck.of(role, settings);
      last.ifPresentOrElse(
          kept -> changed(kept, settings),
          () -> trial.ok("settings: no problems; no start with them has been kept"));
      return Optional.of(settings);
    } catch (SettingsException e) {
      e.problems().forEach(problem -> trial.failed("settings: " + problem));
      return last.flatMap(kept -> instead(kept, with));
    }
  }

  private void changed(KeptSettings kept, Settings settings) {
    List<Change> changes = kept.changes(settings);
    if (changes.isEmpty()) {
      trial.ok("settings: no problems, and as at the last good start, " + time(kept));
    } else {
      trial.warning(
          "settings: no problems, but others than at the last good start, %s: %s. tocsin settings diff"
                  .formatted(
                      time(kept),
                      changes.stream().map(Change::name).collect(Collectors.joining(", ")))
              + " shows them; a restart takes them up");
    }
  }

  /** The last ones that worked will do to look at the rest. */
  private Optional<Settings> instead(
      KeptSettings kept, Function<SettingsFile, SettingsReader> with) {
    try {
      Optional<Settings> settings = Optional.empty();
      if (kept.file().isPresent()) {
        settings = Optional.of(with.apply(kept.file().get()).settings());
        trial.warning(
            "settings: a restart would be refused; tocsin settings rollback brings back those of"
                + " %s, with which the rest is looked at".formatted(time(kept)));
      }
      return settings;
    } catch (SettingsException e) {
      return Optional.empty();
    }
  }

  private Optional<KeptSettings> last(Path dataDir) {
    try {
      return new SettingsHistory(dataDir).of(role).stream().findFirst();
    } catch (IOException e) {
      trial.warning("settings: those that worked cannot be read in %s: %s".formatted(dataDir, e));
      return Optional.empty();
    }
  }

  private static String time(KeptSettings kept) {
    return kept.at().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void database(Settings settings) {
    DatabaseTrial database = new DatabaseTrial(role, settings, trial);
    Optional<LiveDatabase> where;
    if (settings.database().isPresent()) {
      where = database.find(settings);
    } else {
      Optional<Access> running = EmbeddedServer.running(settings);
      if (running.isEmpty()) {
        trial.warning("database: the one in the data directory does not run; up starts it");
      }
      where = running.map(access -> LiveDatabase.fixed(Databases.embedded(access)));
    }
    boolean usable = where.isPresent() && database.run(where.get());
    if (usable) {
      new RowsLook(trial).look(where.get().url(), settings.get(Keys.DATABASE_POOLER));
    } else {
      trial.warning(
          "running processes, streams, alerts: not looked at, since they are in the database");
    }
  }
}
