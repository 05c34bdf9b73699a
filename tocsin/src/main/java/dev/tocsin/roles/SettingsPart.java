package dev.tocsin.roles;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks after the settings of a running process: keeps them once they have worked, says what a
 * restart would bring, and what of all that they name will end by itself.
 */
final class SettingsPart implements AutoCloseable {

  /** Between two looks at whether the start has succeeded. */
  private static final Duration STEP = Duration.ofSeconds(5);

  /** So many of these are between two looks at what a restart would load: a minute. */
  private static final int LOOK = 12;

  /** And so many between two looks at what ends by itself: an hour. */
  private static final int ENDS = 60 * LOOK;

  /** The first one is half a minute after the start, when there is a database to ask. */
  private static final int FIRST_ENDS = LOOK / 2;

  private final GoodSettings good;
  private final SettingsWatch watch;
  private final ExpiryWatch ends;
  private final Rounds rounds;
  private int steps;

  private SettingsPart(GoodSettings good, SettingsWatch watch, ExpiryWatch ends) {
    this.good = good;
    this.watch = watch;
    this.ends = ends;
    this.rounds = Rounds.start("tocsin-settings", STEP, this::step);
  }

  /**
   * Starts to.
   *
   * @param db stays the caller's to close
   */
  static SettingsPart start(Base base, Role role, Build build, Db db) {
    Settings settings = base.settings;
    Supplier<List<Expiry>> ends = () -> Expiries.look(role, latest(settings), db);
    return new SettingsPart(
        new GoodSettings(
            settings, role, build, db, () -> base.isOpen() && base.readiness.notReady().isEmpty()),
        new SettingsWatch(settings, role, base.registry),
        new ExpiryWatch(ends, InstantSource.system(), base.registry));
  }

  /** A database that moved is somewhere else than at the start. */
  private static Settings latest(Settings used) {
    try {
      return used.again();
    } catch (SettingsException e) {
      return used;
    }
  }

  private void step() {
    good.step();
    if (steps % LOOK == 0) {
      watch.look();
    }
    if (steps % ENDS == FIRST_ENDS) {
      ends.look();
    }
    steps++;
  }

  /** For the row of this process. */
  Map<String, Object> state() {
    return Map.of("restart", watch.restart().state(), "ends", ends.state());
  }

  /** What operators are told of, once it lasts. */
  List<Condition> conditions(String node, Duration lasting) {
    return List.of(watch.condition(node).lasting(lasting), ends.condition(node));
  }

  @Override
  public void close() {
    rounds.close();
  }
}
