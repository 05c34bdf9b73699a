package dev.tocsin.alerter.operators;

import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Db;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Control rods: meant when they were set, and forgotten easily. */
final class RodsSet implements Condition {

  private final Db db;

  RodsSet(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.transaction("reading the control rods", ControlRods::inForce).stream()
        .map(RodsSet::finding)
        .toList();
  }

  private static Finding finding(Rod rod) {
    String says = rod.says();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Set by %s at %s: %s"
            .formatted(rod.setBy(), rod.setAt().truncatedTo(ChronoUnit.SECONDS), rod.reason()));
    lines.add(
        rod.until() == null
            ? "It holds until somebody clears it: page System, Control rods, or tocsin rods clear "
                + rod.name()
            : "It ends by itself at %s.".formatted(rod.until().truncatedTo(ChronoUnit.SECONDS)));
    return new Finding(
        Finding.key("rod", rod.name()),
        "control rod: " + says.substring(0, 1).toLowerCase(Locale.ROOT) + says.substring(1),
        lines,
        "Control rods",
        Again.DAILY);
  }
}
