package dev.tocsin.alerter.operators;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** A disk or a journal that fills up. */
public final class Fullness implements Condition {

  private static final double FULL = 0.80;

  /** It has to get this far below before it counts as room again. */
  private static final double ROOM = 0.75;

  private final String what;
  private final String node;
  private final DoubleSupplier share;
  private boolean full;

  /**
   * @param what fills up: "disk", "journal"
   * @param share of it that is used, from 0 to 1; not a number: not known
   */
  public Fullness(String what, String node, DoubleSupplier share) {
    this.what = what;
    this.node = node;
    this.share = share;
  }

  @Override
  public List<Finding> find() {
    double used = share.getAsDouble();
    full = used >= (full ? ROOM : FULL);
    return full
        ? List.of(
            new Finding(
                Finding.key(what.toLowerCase(Locale.ROOT) + "-full", node),
                "the %s of %s is %d %% full".formatted(what, node, Math.round(used * 100)),
                List.of(
                    "When it is full, pings are answered 503 and have to be sent again.",
                    "Make room or, if it is the journal, find out why the database takes nothing;"
                        + " journal.max-bytes is its limit."),
                "Disk and journal"))
        : List.of();
  }
}
