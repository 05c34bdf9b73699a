package dev.tocsin.ping.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CensusTest {

  private final Census census = new Census();

  private static Target code(int n) {
    return new Target.ByCode(new UUID(0, n));
  }

  private static Census.Found check(int n) {
    return new Census.Found(new UUID(0, n), 1, n == 1 ? "job" : "");
  }

  private static Target slug(String slug, boolean create) {
    return new Target.BySlug("key", slug, create);
  }

  private void count(boolean whole, int... codes) {
    census.recount();
    for (int n : codes) {
      census.add(List.of(check(n)));
    }
    census.counted(whole);
  }

  @Test
  void nothing_is_ruled_out_before_all_checks_were_read() {
    assertThat(census.rulesOut(code(1))).isFalse();
    count(false, 1);
    assertThat(census.has(code(1))).isTrue();
    assertThat(census.rulesOut(code(2))).isFalse();
    count(true, 1);
    assertThat(census.rulesOut(code(2))).isTrue();
    assertThat(census.rulesOut(code(1))).isFalse();
  }

  @Test
  void the_old_count_holds_until_the_new_one_is_whole_and_then_the_deleted_are_gone() {
    count(true, 1, 2);
    census.recount();
    census.add(List.of(check(2)));
    assertThat(census.has(code(1))).isTrue();
    census.counted(true);
    assertThat(census.rulesOut(code(1))).isTrue();
    census.remove(code(2));
    assertThat(census.rulesOut(code(2))).isTrue();
    assertThat(census.size()).isZero();
  }

  @Test
  void a_slug_is_ruled_out_by_its_ping_key_also_before_all_checks_were_read() {
    assertThat(census.rulesOut(slug("job", false))).isFalse();
    census.keys(Map.of("other", 1L));
    assertThat(census.rulesOut(slug("job", true))).isTrue();
    census.keys(Map.of("key", 1L));
    assertThat(census.rulesOut(slug("made-up", false))).isFalse();
  }

  @Test
  void a_slug_that_no_check_of_its_project_has_is_ruled_out() {
    census.keys(Map.of("key", 1L, "other", 2L));
    count(true, 1, 2);
    assertThat(census.has(slug("job", false))).isTrue();
    assertThat(census.rulesOut(slug("job", false))).isFalse();
    assertThat(census.rulesOut(slug("made-up", false))).isTrue();
    assertThat(census.rulesOut(slug("", false))).isTrue();
    assertThat(census.rulesOut(new Target.BySlug("other", "job", false))).isTrue();
    count(false, 1);
    assertThat(census.rulesOut(slug("made-up", false))).isFalse();
  }

  @Test
  void a_slug_for_which_a_check_would_be_made_is_ruled_out_since_nobody_waits_for_it_yet() {
    census.keys(Map.of("key", 1L));
    assertThat(census.rulesOut(slug("new", true))).as("before all were read").isFalse();
    count(true, 1);
    assertThat(census.rulesOut(slug("new", true))).isTrue();
    assertThat(census.rulesOut(slug("job", true))).isFalse();
  }

  @Test
  void an_edited_slug_counts_also_while_all_are_read_again() {
    census.keys(Map.of("key", 1L));
    count(true, 1);
    census.recount();
    census.edited(List.of(new Census.Found(new UUID(0, 1), 1, "renamed")));
    assertThat(census.rulesOut(slug("renamed", false))).isFalse();
    census.counted(true);
    assertThat(census.rulesOut(slug("renamed", false))).isFalse();
    census.remove(slug("renamed", false));
    assertThat(census.rulesOut(slug("renamed", false))).isTrue();
  }

  @Test
  void more_checks_than_can_be_counted_are_said_to_be_so() {
    List<Census.Found> many = Collections.nCopies(Census.MOST_CHECKS + 1, check(1));
    assertThat(census.add(many)).isFalse();
    assertThat(census.size()).isZero();
  }

  @Test
  void a_table_of_fingerprints_holds_what_a_set_of_codes_does() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Fingerprints prints = new Fingerprints();
      Set<UUID> codes = new HashSet<>();
      int range = 1 + random.nextInt(5_000); // codes that look alike
      for (int i = 0; i < 10_000; i++) {
        UUID code = new UUID(random.nextInt(2), random.nextInt(range));
        if (random.nextInt(3) == 0) {
          prints.remove(code);
          codes.remove(code);
        } else {
          prints.add(code);
          codes.add(code);
        }
      }
      assertThat(prints.size()).as("seed " + seed).isEqualTo(codes.size());
      for (int i = 0; i < 2 * range; i++) {
        UUID code = new UUID(i % 2, i / 2);
        assertThat(prints.contains(code)).as("seed " + seed).isEqualTo(codes.contains(code));
      }
    }
  }

  @Test
  void what_changes_nothing_needs_not_to_be_kept_again() {
    census.keys(Map.of("key", 1L));
    count(true, 1, 2);
    long before = census.changes();
    census.keys(Map.of("key", 1L));
    census.add(List.of());
    for (int n = 100; n < 200; n++) { // a flood of made-up addresses
      census.remove(code(n));
      census.remove(slug("made-up-" + n, false));
    }
    assertThat(census.changes()).isEqualTo(before);
    census.remove(code(2));
    assertThat(census.changes()).isGreaterThan(before);
  }
}
