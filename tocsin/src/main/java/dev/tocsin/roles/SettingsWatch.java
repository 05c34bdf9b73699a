package dev.tocsin.roles;

import dev.tocsin.alerter.operators.Again;
import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.settings.Change;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what this process runs with to what a restart would load. A change that nobody took up,
 * or a mistake in a file, otherwise lies in wait for the next restart, which comes at the worst
 * time.
 *
 * <p>Passive: somebody calls {@link #look}. A command that knows a password is not run for it.
 */
final class SettingsWatch {

  private static final Logger log = LoggerFactory.getLogger(SettingsWatch.class);

  /** In what operators are told; the page System has all of them. */
  private static final int MOST_LINES = 20;

  /**
   * What a restart would bring.
   *
   * @param differ settings that would be others
   * @param refused why there would be no start at all; empty: there would be one
   */
  record Restart(List<String> differ, List<String> refused) {

    static final Restart AS_NOW = new Restart(List.of(), List.of());

    /** For the row of this process. */
    Map<String, List<String>> state() {
      return Map.of("differ", differ, "refused", refused);
    }
  }

  private final Settings used;
  private final Role role;
  private Optional<Settings> judged = Optional.empty();
  private volatile Restart restart = Restart.AS_NOW;

  SettingsWatch(Settings used, Role role, MeterRegistry registry) {
    this.used = used;
    this.role = role;
    registry.gauge("tocsin.settings.differ", this, watch -> watch.restart().differ().size());
    registry.gauge("tocsin.settings.refused", this, watch -> watch.restart().refused().size());
  }

  /** As the last look found it. Thread-safe, never blocks. */
  Restart restart() {
    return restart;
  }

  /** Reads all sources anew. */
  void look() {
    Restart found = read();
    if (!found.equals(restart)) {
      restart = found;
      say(found);
    }
  }

  private Restart read() {
    try {
      Settings next = used.again();
      // What was good once needs no second look: it opens trust stores and makes clients.
      if (judged.isEmpty() || !judged.get().changes(next).isEmpty()) {
        judged = Optional.empty();
        SettingsCheck.of(role, next);
        judged = Optional.of(next);
      }
      return new Restart(
          used.changesAtRestart(next, role).stream().map(Change::toString).toList(), List.of());
    } catch (SettingsException e) {
      return new Restart(List.of(), e.problems());
    }
  }

  private static void say(Restart found) {
    if (!found.refused().isEmpty()) {
      log.warn(
          "a restart would refuse the settings as they are now: {}",
          String.join("; ", found.refused()));
    } else if (!found.differ().isEmpty()) {
      log.warn("settings changed and wait for a restart: {}", String.join("; ", found.differ()));
    } else {
      log.info("a restart would load the settings that are in use");
    }
  }

  /** For operators, who are told once it has lasted. */
  Condition condition(String node) {
    return () -> findings(node, restart);
  }

  private List<Finding> findings(String node, Restart now) {
    String who = "%s on %s".formatted(role.command(), node);
    String key = role.command() + "-" + node;
    if (!now.refused().isEmpty()) {
      List<String> lines = new ArrayList<>(cut(now.refused()));
      lines.add(
          "It runs on with what it was started with. Mend the settings before it is restarted, or"
              + " bring back those that worked: tocsin settings rollback.");
      return List.of(
          new Finding(
              Finding.key("settings-refused", key),
              "a restart of %s would be refused: its settings have %s"
                  .formatted(who, problems(now.refused().size())),
              lines,
              "Settings that wait for a restart"));
    }
    if (!now.differ().isEmpty()) {
      List<String> lines = new ArrayList<>(cut(now.differ()));
      lines.add(
          "Restart it at a time of your choice, or take the change back: else the next restart"
              + " brings it, whenever that is.");
      return List.of(
          new Finding(
              Finding.key("settings-differ", key),
              "%s runs with other settings than a restart would load".formatted(who),
              lines,
              "Settings that wait for a restart",
              Again.NEVER));
    }
    return List.of();
  }

  private static String problems(int count) {
    return count == 1 ? "a problem" : count + " problems";
  }

  private static List<String> cut(List<String> lines) {
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, MOST_LINES));
    some.add("and %d more".formatted(lines.size() - MOST_LINES));
    return some;
  }
}
