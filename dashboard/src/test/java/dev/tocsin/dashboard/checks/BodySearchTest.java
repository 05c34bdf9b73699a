package dev.tocsin.dashboard.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What pings said, searched. */
class BodySearchTest {

  private static final Db DB = Db.open(TestPostgres.freshDatabase());

  private final TestProject project = TestProject.in(DB);
  private final CheckQueries queries = new CheckQueries(DB);
  private final StoredCheck check = check();
  private long said;

  @AfterAll
  static void close() {
    DB.close();
  }

  private StoredCheck check() {
    Saved saved =
        new CheckActions(DB)
            .create(project.id(), "cli", new CheckEdit().name("x"), ChannelChoice.NONE);
    return ((Saved.Created) saved).check().check();
  }

  private void say(byte[] body) {
    said++;
    DB.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        VALUES (?, ?, now(), 'success', 'https', 'POST', '', ?)
        """,
        check.id(),
        said,
        body);
    DB.update(
        "counting", "UPDATE check_state SET n_pings = ? WHERE check_id = ?", said, check.id());
  }

  private void say(String body) {
    say(body.getBytes(StandardCharsets.UTF_8));
  }

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    for (long n = said; n > 0; n--) {
      numbers.add(n);
    }
    return numbers;
  }

  private List<Long> find(String text) {
    return new BodySearch(DB).among(check, numbers(), text, 100).found();
  }

  @Test
  void finds_what_was_said_in_either_case_and_every_script_newest_first() {
    say("Disk full");
    say("all well");
    say("Größe: ÄRGER, DISK");
    assertThat(find("disk")).containsExactly(3L, 1L);
    assertThat(find("ärger")).containsExactly(3L);
    assertThat(find("303")).isEmpty(); // what escaped bytes would say
    assertThat(find("100%")).isEmpty();
  }

  @Test
  void hostile_texts_are_texts() {
    say(new byte[] {'a', 0, (byte) 0xff, 'b'});
    say("50% _ \\ ' \" <script> \\x41");
    assertThat(find("%")).containsExactly(2L);
    assertThat(find("_")).containsExactly(2L);
    assertThat(find("\\x41")).containsExactly(2L);
    assertThat(find("' OR 1=1")).isEmpty();
    assertThat(find("<SCRIPT>")).containsExactly(2L);
    assertThat(find("b")).containsExactly(1L);
    assertThat(find("a\0")).containsExactly(1L);
  }

  @Test
  void stops_with_enough_and_says_where() {
    for (int i = 0; i < 5; i++) {
      say("disk");
    }
    BodySearch.Result two = new BodySearch(DB).among(check, numbers(), "disk", 2);
    assertThat(two.found()).containsExactly(5L, 4L);
    assertThat(two.stoppedAt()).isEqualTo(3);
    assertThat(two.impatient()).isFalse();
  }

  @Test
  void stops_when_it_has_looked_for_long_enough_and_goes_on_from_there() {
    for (int i = 1; i <= 250; i++) {
      say(i % 50 == 0 ? "disk" : "well");
    }
    BodySearch hasty = new BodySearch(DB, Duration.ZERO);
    List<Long> found = new ArrayList<>();
    int parts = 0;
    List<Long> left = numbers();
    while (!left.isEmpty()) {
      BodySearch.Result part = hasty.among(check, left, "disk", 100);
      found.addAll(part.found());
      parts++;
      assertThat(part.impatient()).isEqualTo(part.stoppedAt() > 0);
      left =
          part.stoppedAt() == 0
              ? List.of()
              : left.subList(left.indexOf(part.stoppedAt()), left.size());
    }
    assertThat(parts).isEqualTo(3);
    assertThat(found).containsExactly(250L, 200L, 150L, 100L, 50L);
  }

  @Test
  void what_is_far_behind_in_a_long_body_is_not_looked_at() {
    say("x".repeat(BodySearch.SEARCHED_BYTES - 4) + "disk");
    say("x".repeat(BodySearch.SEARCHED_BYTES) + "disk");
    assertThat(find("disk")).containsExactly(1L);
  }

  @Test
  void pings_of_other_checks_are_not_there() {
    say("disk");
    StoredCheck other = check();
    assertThat(new BodySearch(DB).among(other, numbers(), "disk", 10).found()).isEmpty();
    assertThat(queries.pings(check, 10)).hasSize(1);
  }
}
