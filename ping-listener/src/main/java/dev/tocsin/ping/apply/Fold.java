package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.Others;
import dev.tocsin.ping.journal.Entry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one transaction, passed over their checks in memory.
 *
 * <p>Checks whose rows are remembered are neither locked nor read: the statement that writes them
 * makes sure that they are as remembered, or the transaction fails and is tried again.
 */
final class Fold {

  private final Memory memory;
  private final Map<Long, FoldedCheck> checks = new HashMap<>();
  private final BatchRows rows = new BatchRows();
  private final List<Settled> settled = new ArrayList<>();
  private @Nullable Future<RowSet<Row>> locked;
  private boolean trusting;

  Fold(Memory memory) {
    this.memory = memory;
  }

  /** Takes the rows of these checks from memory, and asks for those that are not there. */
  void ask(Work work, Set<Long> ids) {
    trusting = memory.trust().next();
    List<Long> missing = new ArrayList<>();
    for (Long id : ids) {
      CheckRow row = trusting ? memory.rows().get(id) : null;
      if (row == null) {
        missing.add(id);
      } else {
        checks.put(id, new FoldedCheck(row));
      }
    }
    trusting = !checks.isEmpty();
    if (!missing.isEmpty()) {
      Long[] these = missing.toArray(Long[]::new);
      locked = work.send(CheckRow.LOCK, Tuple.tuple().addArrayOfLong(these));
    }
  }

  /** Takes what was asked for, and reads the rules whose version is not the cached one. */
  void load(Work work) {
    if (locked != null) {
      for (Row row : work.answer(locked)) {
        CheckRow read = CheckRow.of(row);
        checks.put(read.id(), new FoldedCheck(read));
      }
    }
    List<Long> stale = new ArrayList<>();
    for (Map.Entry<Long, FoldedCheck> check : checks.entrySet()) {
      if (!check.getValue().judgeBy(memory.rules().get(check.getKey()))) {
        stale.add(check.getKey());
      }
    }
    if (!stale.isEmpty()) {
      loadRules(work, stale);
    }
  }

  private void loadRules(Work work, List<Long> stale) {
    // A statement after the one that took the locks: that one may show settings of before its wait.
    Tuple ids = Tuple.tuple().addArrayOfLong(stale.toArray(Long[]::new));
    for (Row row : work.answer(work.send(KnownRules.SELECT, ids))) {
      FoldedCheck check = checks.get(row.getLong(0));
      if (check != null) {
        KnownRules rules = KnownRules.of(row, check.row().version());
        memory.rules().put(check.row().id(), rules);
        check.judgeBy(rules);
      }
    }
  }

  /**
   * Passes the pings over their checks, up to the first that has to wait.
   *
   * @param others what the other streams have surely delivered
   * @param blind when nobody could be heard
   * @param poison position of a record that the database refuses; -1: none
   * @param answered whether a ping, by position, was answered before its target was known
   * @return how many were passed; if not all, nothing of this may be written
   */
  int apply(
      List<Entry> entries,
      Targets targets,
      Others others,
      BlindReader blind,
      long poison,
      LongPredicate answered) {
    int passed = 0;
    for (Entry entry : entries) {
      passed++;
      if (entry.position() == poison) {
        quarantine(entry, "the database refuses it");
        continue;
      }
      long id = targets.idOf(entry);
      FoldedCheck check = checks.get(id);
      if (check != null && !check.isCertain(entry.at(), others.certainThrough())) {
        memory.rows().remove(id); // what it waits for, others will write
        return passed - 1;
      } else if (check != null) {
        apply(entry, check, targets, others.heardThrough(), blind);
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
    checks.values().stream().filter(FoldedCheck::changed).forEach(rows.states()::add);
    return passed;
  }

  private void apply(
      Entry entry, FoldedCheck check, Targets targets, Instant heardThrough, BlindReader blind) {
    FoldedCheck.Step step;
    try {
      step = check.apply(entry, heardThrough, blind);
    } catch (RuntimeException | StackOverflowError e) {
      // Of all Errors the only one that what is recorded can bring about, by how deeply it has us
      // call: tried again, it would come again for ever. That memory is short, say, is no ping's
      // fault.
      quarantine(entry, String.valueOf(e));
      return;
    }
    rows.ping(check.row().id(), entry, step);
    if (targets.madeBy(entry)) {
      settled.add(new Settled(entry.position(), Applied.CREATED));
    }
  }

  private void quarantine(Entry entry, String why) {
    rows.quarantine(entry, why);
    settled.add(new Settled(entry.position(), Applied.QUARANTINED));
  }

  /** It is committed: remembers the rows as they are now. */
  void committed() {
    rows.states().rememberIn(memory.rows());
    if (trusting) {
      memory.trust().confirmed();
    }
  }

  /** Whether it failed because a row was no longer as remembered; the next one knows better. */
  boolean outdated() {
    boolean outdated = trusting && rows.states().changedMeanwhile();
    if (outdated) {
      memory.trust().disappointed();
    }
    return outdated;
  }

  /** What is to be written. */
  BatchRows rows() {
    return rows;
  }

  /** Whether anything is written that people are told of, or a check that was not there. */
  boolean isNews() {
    return rows.isNews() || settled.stream().anyMatch(one -> one.result() == Applied.CREATED);
  }

  /** The pings that were not simply recorded, in position order. */
  List<Settled> settled() {
    return settled;
  }
}
