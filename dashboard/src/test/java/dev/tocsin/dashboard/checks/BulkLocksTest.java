package dev.tocsin.dashboard.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.checks.BulkActions.Order;
import dev.tocsin.dashboard.checks.BulkCreation.Wanted;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many checks are changed while pings are applied to them. */
class BulkLocksTest {

  private static final Db DB = Db.open(TestPostgres.freshDatabase());
  private static final int CHECKS = 200;
  private final TestProject project = TestProject.in(DB);
  private final BulkActions actions = new BulkActions(DB);
  private final BulkCreation creation = new BulkCreation(DB);

  @AfterAll
  static void stop() {
    DB.close();
  }

  private static Wanted wanted(int i, CheckEdit edit) {
    return new Wanted(edit.slug("s" + i), ChannelChoice.KEEP, Set.of(MatchBy.SLUG));
  }

  @Test
  void pings_and_changes_of_many_checks_undo_nothing_of_each_other() {
    long seed = System.nanoTime();
    project.limit(10_000);
    upsert("start");
    AtomicLong pings = new AtomicLong();
    List<CompletableFuture<Void>> tasks = new ArrayList<>();
    for (int task = 0; task < 6; task++) {
      Random random = new Random(seed + task);
      boolean listener = task < 3;
      tasks.add(
          CompletableFuture.runAsync(
              () -> {
                for (int round = 0; round < 25; round++) {
                  if (listener) {
                    pings.addAndGet(applyBatch(random));
                  } else {
                    change(random, round);
                  }
                }
              }));
    }
    CompletableFuture.allOf(tasks.toArray(CompletableFuture<?>[]::new)).join();
    assertThat(project.one("SELECT sum(n_pings)::bigint AS v FROM check_state"))
        .as("seed %d", seed)
        .isEqualTo(pings.get());
    assertThat(project.one("SELECT count(*) AS v FROM checks"))
        .as("seed %d", seed)
        .isEqualTo(CHECKS);
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM check_state s
                 WHERE (SELECT f.new_status FROM flips f
                         WHERE f.check_id = s.check_id ORDER BY f.id DESC LIMIT 1) <> s.status
                """))
        .as("the last flip of a check says its status; seed %d", seed)
        .isZero();
  }

  /** As a listener does: locks in id order, reads, writes. */
  private long applyBatch(Random random) {
    long first = project.one("SELECT min(id) AS v FROM checks");
    List<Long> ids =
        LongStream.range(first, first + CHECKS)
            .filter(id -> random.nextInt(4) == 0)
            .boxed()
            .toList();
    return DB.transaction(
        "applying",
        tx -> {
          List<StoredCheck> locked = StoredCheck.lock(tx, ids);
          return (long)
              tx.update(
                  "counting",
                  """
                  UPDATE check_state s SET n_pings = r.n + 1
                    FROM unnest(?, ?) AS r(id, n) WHERE s.check_id = r.id
                  """,
                  locked.stream().map(StoredCheck::id).toList(),
                  locked.stream().map(check -> check.state().pings()).toList());
        });
  }

  private void change(Random random, int round) {
    switch (random.nextInt(4)) {
      case 0 -> order(new BulkAction.Pause());
      case 1 -> order(new BulkAction.Resume());
      case 2 -> order(new BulkAction.Update(new CheckEdit().tags("r" + round), ChannelChoice.KEEP));
      default -> upsert("r" + round);
    }
  }

  private void order(BulkAction action) {
    assertThat(
            actions.change(
                new Order(project.id(), "cli", action, BulkFilter.ALL, OptionalInt.empty(), false)))
        .isInstanceOf(BulkSaved.Done.class);
  }

  private void upsert(String name) {
    List<Wanted> all =
        IntStream.range(0, CHECKS).mapToObj(i -> wanted(i, new CheckEdit().name(name))).toList();
    assertThat(creation.create(project.id(), "cli", all, false)).isInstanceOf(BulkSaved.Done.class);
  }
}
