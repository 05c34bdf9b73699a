package dev.tocsin.alerter.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** A disk or a journal that fills up: told of twice, when there is time, and when there is none. */
public final class Fullness implements Condition {

  private static final Mark FULL = new Mark("full", 0.80, 0.75);
  private static final Mark NEARLY = new Mark("nearly-full", 0.95, 0.93);

  /**
   * How full is told of.
   *
   * @param from this share on
   * @param until it has to get below this one before it counts as room again
   */
  private record Mark(String key, double from, double until) {

    boolean holds(double used, boolean before) {
      return used >= (before ? until : from);
    }
  }

  private final String what;
  private final String node;
  private final DoubleSupplier share;
  private boolean full;
  private boolean nearly;

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
    full = FULL.holds(used, full);
    nearly = NEARLY.holds(used, nearly);
    List<Finding> found = new ArrayList<>();
    if (nearly) {
      found.add(finding(NEARLY, used, "is %d %% full and needs somebody now"));
    }
    if (full) {
      found.add(finding(FULL, used, "is %d %% full"));
    }
    return found;
  }

  private Finding finding(Mark mark, double used, String says) {
    String thing = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    return new Finding(
        Finding.key(thing + "-" + mark.key(), node),
        "the %s of %s %s".formatted(what, node, says.formatted(Math.round(used * 100))),
        List.of(
            "When it is full, pings are answered 503 and have to be sent again: a journal at"
                + " journal.max-bytes, a disk with less free than journal.min-free.",
            "Make room or, if it is the journal, find out why the database takes nothing."),
        "Disk and journal");
  }
}
