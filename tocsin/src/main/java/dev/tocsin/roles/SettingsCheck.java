package dev.tocsin.roles;

import dev.tocsin.channels.Channels;
import dev.tocsin.postgres.Access;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can only be said of settings together, and for one role. Opens no port and no connection.
 */
public final class SettingsCheck {

  private final List<String> problems = new ArrayList<>();

  private SettingsCheck() {}

  /** Settings that are yet to be read. */
  @FunctionalInterface
  public interface Reading {
    Settings read() throws SettingsException;
  }

  /**
   * Reads settings and looks at them as {@link #of} does. What cannot be read does not hide what is
   * missing: who deploys settings wants to hear of both at once.
   */
  public static Settings read(Role role, Reading reading) throws SettingsException {
    try {
      Settings settings = reading.read();
      of(role, settings);
      return settings;
    } catch (SettingsException e) {
      SettingsCheck check = new SettingsCheck();
      e.rest().ifPresent(rest -> check.missing(role, rest));
      if (check.problems.isEmpty() || e.problems().stream().anyMatch(SettingsCheck::ofDatabase)) {
        throw e;
      }
      List<String> all = new ArrayList<>(e.problems());
      all.addAll(check.problems);
      throw new SettingsException(all);
    }
  }

  private static boolean ofDatabase(String problem) {
    return problem.startsWith(Keys.DATABASE_URL.name());
  }

  /** Throws with every problem that would keep this role from starting. */
  public static void of(Role role, Settings settings) throws SettingsException {
    SettingsCheck check = new SettingsCheck();
    check.run(role, settings);
    if (!check.problems.isEmpty()) {
      throw new SettingsException(check.problems);
    }
  }

  private void missing(Role role, Settings settings) {
    if (role != Role.UP && settings.database().isEmpty()) {
      problems.add(
          "database.url: missing; %s needs it (only up brings a Postgres of its own)"
              .formatted(role.command()));
    }
  }

  private void run(Role role, Settings settings) {
    missing(role, settings);
    // Which database that is and how to get there is not known yet; nothing asks.
    Sections sections =
        new Sections(settings, LiveDatabase.fixed(Databases.embedded(new Access(1, ""))));
    if (settings.find(Keys.DATABASE_PASSWORD).isPresent()
        && settings.find(Keys.DATABASE_PASSWORD_COMMAND).isPresent()) {
      problems.add("database.password: database.password-command is set too; set one of them");
    }
    if (settings.find(Keys.HTTP_CERTIFICATE).isPresent()
        != settings.find(Keys.HTTP_KEY).isPresent()) {
      problems.add("http.certificate and http.key belong together; set both or none");
    }
    boolean all = role == Role.UP;
    if (all || role == Role.PING_LISTENER) {
      attempt("listener, journal, limits", () -> sections.listener(Keys.LISTENER_PORT));
      attempt("listener, site", () -> sections.mail(Optional.empty()));
    }
    if (all || role == Role.ALERTER) {
      attempt("alerter", sections::alerter);
    }
    if (all || role == Role.DASHBOARD) {
      attempt("dashboard, site, limits", () -> sections.dashboard(settings.pingEmailDomain()));
    }
    if (role != Role.PING_LISTENER) {
      attempt("smtp, outbound", () -> new Channels(sections.channels()).close());
    }
    attempt("operators", () -> operators(settings));
  }

  private static void operators(Settings settings) {
    if (OperatorContacts.any(settings)) {
      try (Channels channels = new Channels(Sections.operatorChannels(settings))) {
        OperatorContacts.config(settings, channels);
      }
    }
  }

  private void attempt(String what, Runnable section) {
    try {
      section.run();
    } catch (IllegalArgumentException e) {
      problems.add(what + ": " + e.getMessage());
    }
  }
}
