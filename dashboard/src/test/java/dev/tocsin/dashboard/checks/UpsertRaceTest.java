package dev.tocsin.dashboard.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Upserts while others rename and delete what they look for. */
class UpsertRaceTest {

  private static final Db DB = Db.open(TestPostgres.freshDatabase());
  private static final Set<MatchBy> BY_SLUG = Set.of(MatchBy.SLUG);
  private final TestProject project = TestProject.in(DB);
  private final CheckActions actions = new CheckActions(DB);
  private final CheckQueries queries = new CheckQueries(DB);

  @AfterAll
  static void stop() {
    DB.close();
  }

  private Saved upsert(String slug) {
    return actions.createOrUpdate(
        project.id(), "cli", new CheckEdit().slug(slug), ChannelChoice.KEEP, BY_SLUG);
  }

  private List<String> slugs() {
    return queries.byProject(project.id(), CheckFilter.ALL).checks().stream()
        .map(check -> check.settings().slug())
        .toList();
  }

  @Test
  void a_check_that_was_renamed_while_we_waited_for_it_is_not_the_one_that_is_meant() {
    StoredCheck found = ((Saved.Created) upsert("wanted")).check().check();
    CompletableFuture<Saved> waiting =
        DB.transaction(
            "renaming slowly",
            tx -> {
              CheckRows.lock(tx, found.id());
              tx.update("renaming", "UPDATE checks SET slug = 'other' WHERE id = ?", found.id());
              CompletableFuture<Saved> upsert =
                  CompletableFuture.supplyAsync(() -> upsert("wanted"));
              awaitSomebodyWaiting();
              return upsert;
            });
    assertThat(waiting.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Saved.Created.class);
    assertThat(slugs()).containsExactly("other", "wanted");
  }

  private static void awaitSomebodyWaiting() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      boolean waits =
          DB.first("looking", "SELECT 1 FROM pg_locks WHERE NOT granted", row -> 1).isPresent();
      if (waits) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nobody waits for the lock");
  }

  @Test
  void upserts_and_renames_at_once_undo_no_rename_and_double_no_check() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    project.limit(10_000);
    ConcurrentLinkedQueue<UUID> renamed = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String slug = "s" + random.nextInt(2);
      String freed = "freed-" + i;
      boolean upserts = random.nextInt(3) > 0;
      tasks.add(
          CompletableFuture.runAsync(
              () -> {
                if (upserts) {
                  upsert(slug);
                } else {
                  rename(slug, freed, renamed);
                }
              }));
    }
    CompletableFuture.allOf(tasks.toArray(CompletableFuture<?>[]::new)).join();
    List<String> slugs = slugs();
    assertThat(slugs.stream().filter(slug -> slug.startsWith("s")))
        .as("seed %d", seed)
        .doesNotHaveDuplicates();
    assertThat(slugs.stream().filter(slug -> slug.startsWith("freed-")))
        .as("seed %d", seed)
        .hasSameSizeAs(Set.copyOf(renamed));
  }

  private void rename(String slug, String to, ConcurrentLinkedQueue<UUID> renamed) {
    CheckFilter filter = new CheckFilter(Set.of(), java.util.Optional.of(slug), "");
    queries.byProject(project.id(), filter).checks().stream()
        .findFirst()
        .ifPresent(
            check -> {
              actions.update(
                  project.id(), check.code(), "cli", new CheckEdit().slug(to), ChannelChoice.KEEP);
              renamed.add(check.code());
            });
  }
}
