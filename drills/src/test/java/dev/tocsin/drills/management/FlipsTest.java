package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of status changes. */
class FlipsTest {

  private static final Project PROJECT = Installation.main();

  /** Up two hours ago, down one hour ago, up again a moment ago. */
  private static Check check = PROJECT.check();

  @BeforeAll
  static void flips() {
    check.ping("").age(Duration.ofHours(1)).ping("/fail").age(Duration.ofHours(1)).ping("");
  }

  private static String path() {
    return check.path() + "/flips/";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void flips_are_newest_first_in_an_object(int version) {
    Reply flips = PROJECT.write().version(version).get(path());
    assertThat(flips.each("flips", "up")).containsExactly("1", "0", "1");
    for (JsonNode flip : flips.items("flips")) {
      assertThat(Reply.members(flip)).containsExactly("timestamp", "up");
      assertThat(flip.get("up").isInt()).isTrue();
      assertThat(flip.get("timestamp").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
    }
  }

  @Test
  void both_keys_see_the_same_by_either_name() {
    String expected = PROJECT.write().get(path()).is(200).body();
    String byKey = "checks/" + check.uniqueKey() + "/flips/";
    PROJECT.read().get(path()).is(200, expected);
    PROJECT.read().get(byKey).is(200, expected);
    PROJECT.write().get(byKey).is(200, expected);
  }

  @Test
  void the_period_asked_for_includes_its_start_and_not_its_end() {
    long middle =
        OffsetDateTime.parse(PROJECT.write().get(path()).each("flips", "timestamp").get(1))
            .toEpochSecond();
    assertThat(ups("?start=" + middle)).isEqualTo("1 0");
    assertThat(ups("?start=" + (middle + 1))).isEqualTo("1");
    assertThat(ups("?end=" + (middle + 1))).isEqualTo("0 1");
    assertThat(ups("?end=" + middle)).isEqualTo("1");
    assertThat(ups("?start=" + middle + "&end=" + (middle + 1))).isEqualTo("0");
    assertThat(ups("?start=" + middle + "&end=" + middle)).isEmpty();
  }

  private static String ups(String query) {
    return String.join(" ", PROJECT.write().get(path() + query).each("flips", "up"));
  }

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "?seconds=1800, 1",
        "?seconds=5400, 1 0",
        "?seconds=31536000, 1 0 1",
        "?seconds=0, 1 0 1",
        "?seconds=, 1 0 1",
        "?start=0, 1 0 1",
        "?end=10000000000, 1 0 1",
        "?start=10000000000, ''",
        "?end=0, ''",
        "?seconds=5400&end=1, ''",
        "?unknown=x, 1 0 1"
      })
  void filters_combine(String query, String expected) {
    assertThat(ups(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start=",
        "end=",
        "start=x",
        "end=1.5",
        "seconds=x",
        "seconds=-1",
        "seconds=31536001",
        "start=-1",
        "start=10000000001",
        "end=10000000001",
        "start=99999999999999999999",
        "seconds=1e3",
        "start=0x10",
        "start=1&end=x",
        "start=%00",
        "end=2026-01-01"
      })
  void what_is_no_whole_number_in_range_is_refused(String query) {
    PROJECT.write().get(path() + "?" + query).is(400, "");
    PROJECT.read().get("checks/" + check.uniqueKey() + "/flips/?" + query).is(400, "");
  }

  @Test
  void a_check_that_never_changed_has_none() {
    PROJECT.write().get(PROJECT.check().path() + "/flips/").is(200, "{\"flips\":[]}");
  }
}
