package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener knows of the checks in a real database. */
class CensusTakerTest {

  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private Path dir;

  private CensusTaker taker(Postgres postgres, Census census, Duration editedEvery) {
    CensusFile file = new CensusFile(dir);
    return new CensusTaker(postgres, census, file, () -> true, OFTEN, editedEvery, OFTEN);
  }

  private static Target slug(String slug, boolean create) {
    return new Target.BySlug("key", slug, create);
  }

  @Test
  void slugs_are_known_with_their_edits() throws Exception {
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      fixture.check("job");
      fixture.check("other");
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      Census census = new Census();
      try (CensusTaker taker = taker(postgres, census, OFTEN)) {
        await("all are read", () -> census.rulesOut(slug("made-up", false)));
        assertThat(census.has(slug("job", false))).isTrue();
        assertThat(census.rulesOut(slug("made-up", true))).isTrue();

        fixture.db.update("edit", "UPDATE checks SET slug = 'renamed' WHERE slug = 'job'");
        await("the edit is read", () -> census.has(slug("renamed", false)));
        assertThat(census.rulesOut(slug("renamed", false))).isFalse();
        assertThat(taker).isNotNull();
      }
      postgres.close();
    }
  }

  @Test
  void a_check_that_was_committed_after_a_later_one_is_found() throws Exception {
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      Census census = new Census();
      Duration never = Duration.ofDays(1);
      try (CensusTaker taker = taker(postgres, census, never)) {
        checkWithId(fixture, 1_001);
        await("the later one is read", () -> census.size() == 1);
        checkWithId(fixture, 1_000);
        await("so is the earlier one", () -> census.size() == 2);
        assertThat(taker).isNotNull();
      }
      postgres.close();
    }
  }

  @Test
  void the_next_one_knows_at_once_what_was_read_and_forgets_what_is_gone_by_then()
      throws Exception {
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      fixture.check("job");
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      try (CensusTaker taker = taker(postgres, new Census(), OFTEN)) {
        await("it is kept", () -> new CensusFile(dir).read().isPresent());
        assertThat(taker).isNotNull();
      }
      fixture.db.update("delete", "DELETE FROM checks WHERE slug = 'job'");
      Census next = new Census();
      try (CensusTaker taker =
          new CensusTaker(postgres, next, new CensusFile(dir), () -> false, OFTEN, OFTEN, OFTEN)) {
        assertThat(next.has(slug("job", false))).isTrue();
        assertThat(next.rulesOut(slug("made-up", false))).as("on old knowledge").isFalse();
        assertThat(taker).isNotNull();
      }
      try (CensusTaker taker = taker(postgres, next, OFTEN)) {
        await("what is gone is ruled out", () -> next.rulesOut(slug("job", false)));
        assertThat(taker).isNotNull();
      }
      postgres.close();
    }
  }

  private static void checkWithId(ApplyFixture fixture, long id) {
    fixture.db.update(
        "making a check",
        """
        INSERT INTO checks (id, project_id, name) OVERRIDING SYSTEM VALUE
        SELECT ?, min(id), 'job' FROM projects
        """,
        id);
  }
}
