package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Entry;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** The pings of one transaction, passed over their checks in memory. */
final class Fold {

  private final Map<Long, FoldedCheck> checks = new HashMap<>();
  private final BatchRows rows = new BatchRows();
  private final List<Settled> settled = new ArrayList<>();

  /** Takes the locked states, and reads the rules of those whose version is not the cached one. */
  void load(Work work, RowSet<Row> states, Recent<Long, KnownRules> cache) {
    List<Long> stale = new ArrayList<>();
    for (Row row : states) {
      FoldedCheck check = new FoldedCheck(row);
      checks.put(check.id(), check);
      if (!check.judgeBy(cache.get(check.id()))) {
        stale.add(check.id());
      }
    }
    if (stale.isEmpty()) {
      return;
    }
    // A statement after the one that took the locks: that one may show settings of before its wait.
    Tuple ids = Tuple.tuple().addArrayOfLong(stale.toArray(Long[]::new));
    for (Row row : work.answer(work.send(KnownRules.SELECT, ids))) {
      FoldedCheck check = checks.get(row.getLong(0));
      if (check != null) {
        KnownRules rules = KnownRules.of(row, check.version());
        cache.put(check.id(), rules);
        check.judgeBy(rules);
      }
    }
  }

  /**
   * Passes the pings over their checks.
   *
   * @param heardThrough what the other open streams have surely delivered
   * @param poison position of a record that the database refuses; -1: none
   * @param answered whether a ping, by position, was answered before its target was known
   */
  void apply(
      List<Entry> entries,
      Targets targets,
      Instant heardThrough,
      long poison,
      LongPredicate answered) {
    for (Entry entry : entries) {
      if (entry.position() == poison) {
        quarantine(entry, "the database refuses it");
        continue;
      }
      long id = targets.idOf(entry);
      FoldedCheck check = checks.get(id);
      if (check != null) {
        apply(entry, check, targets, heardThrough);
      } else {
        targets.gone(entry);
        Applied result = id == Targets.SEVERAL ? Applied.AMBIGUOUS : Applied.NOT_FOUND;
        settled.add(new Settled(entry.position(), result));
        // A mail was answered when it was on disk: nobody waits for the truth.
        if (entry.ping().byMail() || answered.test(entry.position())) {
          rows.unresolved(entry, result);
        }
      }
    }
    checks.values().stream().filter(FoldedCheck::changed).forEach(rows::state);
  }

  private void apply(Entry entry, FoldedCheck check, Targets targets, Instant heardThrough) {
    FoldedCheck.Step step;
    try {
      step = check.apply(entry, heardThrough);
    } catch (RuntimeException e) {
      quarantine(entry, String.valueOf(e));
      return;
    }
    rows.ping(check.id(), entry, step);
    if (targets.madeBy(entry)) {
      settled.add(new Settled(entry.position(), Applied.CREATED));
    }
  }

  private void quarantine(Entry entry, String why) {
    rows.quarantine(entry, why);
    settled.add(new Settled(entry.position(), Applied.QUARANTINED));
  }

  /** What is to be written. */
  BatchRows rows() {
    return rows;
  }

  /** The pings that were not simply recorded, in position order. */
  List<Settled> settled() {
    return settled;
  }
}
