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

  @TempDir private Path dir;

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
      Duration often = Duration.ofMillis(20);
      try (CensusTaker taker = new CensusTaker(postgres, census, () -> true, often, often, often)) {
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
      Duration often = Duration.ofMillis(20);
      Duration never = Duration.ofDays(1);
      try (CensusTaker taker = new CensusTaker(postgres, census, () -> true, often, never, often)) {
        checkWithId(fixture, 1_001);
        await("the later one is read", () -> census.size() == 1);
        checkWithId(fixture, 1_000);
        await("so is the earlier one", () -> census.size() == 2);
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
