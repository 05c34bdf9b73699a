package dev.tocsin.dashboard.status.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages outlive the database that they are made of. */
class KeeperTest {

  private static final DbConfig NOWHERE =
      new DbConfig(
          List.of("127.0.0.1:1"), "none", "none", "none", Map.of(), 1, Duration.ofMillis(300));

  @TempDir Path dir;

  private static Keeper keeper(Db db, Shelf shelf, Path dir, Keeper.Limits limits) {
    return new Keeper(
        limits,
        db,
        new Press(new Views(), false),
        new Addresses("http://127.0.0.1", new SecretBox(new byte[SecretBox.KEY_BYTES])),
        shelf,
        Optional.of(new SnapshotFiles(dir)));
  }

  private static String html(Shelf shelf, String slug) {
    return Objects.requireNonNull(shelf.bySlug(slug))
        .html()
        .plain()
        .bytes()
        .toString(StandardCharsets.UTF_8);
  }

  private static String json(Shelf shelf, String slug) {
    return Objects.requireNonNull(shelf.bySlug(slug))
        .json()
        .plain()
        .bytes()
        .toString(StandardCharsets.UTF_8);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void a_page_is_there_without_the_database_and_says_how_old_it_is() throws IOException {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      TestProject project = TestProject.in(db);
      new PageChanges(db, "http://127.0.0.1")
          .create(project.id(), PageEdit.named("Acme"), "cli")
          .orElseThrow();
      Shelf shelf = new Shelf(false);
      Keeper keeper = keeper(db, shelf, dir, Keeper.Limits.USUAL);
      keeper.refresh();
      assertThat(html(shelf, "acme")).contains("Acme").doesNotContain("cannot reach");
      Document first = Objects.requireNonNull(shelf.bySlug("acme")).html();
      keeper.refresh();
      assertThat(Objects.requireNonNull(shelf.bySlug("acme")).html())
          .as("nothing changed, nothing is made anew")
          .isSameAs(first);
    }
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Instant asOf = Instant.now().minus(Duration.ofMinutes(6));
    Files.setLastModifiedTime(file(), FileTime.from(asOf));
    try (Db away = Db.open(NOWHERE)) {
      Shelf shelf = new Shelf(false);
      Keeper keeper = keeper(away, shelf, dir, Keeper.Limits.USUAL);
      keeper.refresh();
      assertThat(html(shelf, "acme"))
          .contains("Acme", "UTC, 6 minutes ago: we cannot reach our database.");
      assertThat(json(shelf, "acme")).contains("\"stale\":true,\"as_of\":\"");
    }
    assertThat(html(Keeper.fromDisk(new SnapshotFiles(dir), false), "acme"))
        .contains("6 minutes ago");
  }

  @Test
  void a_file_that_is_damaged_is_left_out() throws IOException {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      TestProject project = TestProject.in(db);
      new PageChanges(db, "http://127.0.0.1")
          .create(project.id(), PageEdit.named("Acme"), "cli")
          .orElseThrow();
      keeper(db, new Shelf(false), dir, Keeper.Limits.USUAL).refresh();
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int at : new int[] {0, 10, bytes.length / 2, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file(), damaged);
      assertThat(new SnapshotFiles(dir).read()).as("byte " + at).isEmpty();
    }
    Files.write(file(), Arrays.copyOf(bytes, 7));
    assertThat(new SnapshotFiles(dir).read()).isEmpty();
  }

  @Test
  void memory_is_bounded_by_number_and_by_size() {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      TestProject project = TestProject.in(db);
      PageChanges changes = new PageChanges(db, "http://127.0.0.1");
      for (String name : List.of("First", "Second", "Third")) {
        changes.create(project.id(), PageEdit.named(name), "cli").orElseThrow();
      }
      Shelf two = new Shelf(false);
      keeper(db, two, dir, new Keeper.Limits(2, Long.MAX_VALUE)).refresh();
      assertThat(two.bySlug("second")).isNotNull();
      assertThat(two.bySlug("third")).isNull();
      Shelf none = new Shelf(false);
      keeper(db, none, dir.resolve("x"), new Keeper.Limits(10, 10)).refresh();
      assertThat(none.bySlug("first")).isNull();
    }
  }
}
