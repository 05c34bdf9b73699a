package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's checks as Prometheus reads them. */
class PrometheusTest {

  private static final Project PROJECT = Installation.get().project("prometheus");
  private static final Caller NOBODY = PROJECT.write().key(null);
  private static final byte[] NONE = {};

  private static Check late = PROJECT.check(members("late", "b a"));
  private static Check broken = PROJECT.check(members("quote \\\" back \\\\ line \\n end", "b"));
  private static Check running = PROJECT.check(members("running", ""));
  private static Check paused = PROJECT.check(members("paused", "c"));

  private static String members(String name, String tags) {
    return "\"name\": \"%s\", \"tags\": \"%s\", \"timeout\": 3600, \"grace\": 3600"
        .formatted(name, tags);
  }

  @BeforeAll
  static void states() {
    late.ping("").age(Duration.ofSeconds(3_700));
    broken.ping("/fail");
    running.ping("/start");
    PROJECT.write().post(paused.path() + "/pause", "").is(200);
  }

  private static Reply byPath(String key) {
    return NOBODY.send("GET", "/projects/" + PROJECT.api().projectCode() + "/metrics/" + key, NONE);
  }

  private static Reply byHeader(String... headers) {
    return NOBODY.send(
        "GET", "/projects/" + PROJECT.api().projectCode() + "/metrics/", NONE, headers);
  }

  @Test
  void families_come_in_order_with_help_and_type() {
    String text = byPath(PROJECT.api().readKey()).is(200).body();
    List<String> families = List.of(text.strip().split("\n\n", -1));
    List<String> names =
        List.of(
            "hc_check_up",
            "hc_check_started",
            "hc_check_grace",
            "hc_check_paused",
            "hc_tag_up",
            "hc_checks_total",
            "hc_checks_down_total");
    assertThat(families).hasSizeGreaterThanOrEqualTo(names.size());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> lines = List.of(families.get(i).split("\n", -1));
      assertThat(lines.get(0)).startsWith("# HELP " + name + " ");
      assertThat(lines.get(1)).isEqualTo("# TYPE " + name + " gauge");
      assertThat(lines.subList(2, lines.size()))
          .isNotEmpty()
          .allMatch(line -> line.startsWith(name));
    }
    assertThat(text).doesNotContain("\r");
  }

  @Test
  void values_stand_in_the_order_of_the_checks_with_escaped_labels() {
    String odd = "quote \\\" back \\\\ line \\n end";
    String text = byPath(PROJECT.api().readKey()).is(200).body();
    assertThat(lines(text, "hc_check_up"))
        .containsExactly(
            line(late, "late", "b a", 1),
            line(broken, odd, "b", 0),
            line(running, "running", "", 1),
            line(paused, "paused", "c", 1));
    assertThat(lines(text, "hc_check_started"))
        .extracting(PrometheusTest::value)
        .containsExactly("0", "0", "1", "0");
    assertThat(lines(text, "hc_check_grace"))
        .extracting(PrometheusTest::value)
        .containsExactly("1", "0", "0", "0");
    assertThat(lines(text, "hc_check_paused"))
        .extracting(PrometheusTest::value)
        .containsExactly("0", "0", "0", "1");
    assertThat(lines(text, "hc_tag_up"))
        .containsExactly("{tag=\"a\"} 1", "{tag=\"b\"} 0", "{tag=\"c\"} 1");
    assertThat(lines(text, "hc_checks_total")).containsExactly(" 4");
    assertThat(lines(text, "hc_checks_down_total")).containsExactly(" 1");
  }

  private static String line(Check check, String name, String tags, int value) {
    return "{name=\"%s\", tags=\"%s\", unique_key=\"%s\"} %d"
        .formatted(name, tags, check.uniqueKey(), value);
  }

  private static String value(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static List<String> lines(String text, String family) {
    return text.lines()
        .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
        .map(line -> line.substring(family.length()))
        .toList();
  }

  @Test
  void the_key_may_stand_in_the_path_its_older_form_or_a_header() {
    String key = PROJECT.api().readKey();
    String expected = protocol(byPath(key));
    assertThat(expected).contains("hc_checks_total 4");
    assertThat(protocol(byHeader("Authorization: Bearer " + key))).isEqualTo(expected);
    String alias = "/projects/" + PROJECT.api().projectCode() + "/checks/metrics/" + key;
    assertThat(protocol(NOBODY.send("GET", alias, NONE))).isEqualTo(expected);
    String other = "/projects/" + UUID.randomUUID() + "/metrics/" + key;
    assertThat(protocol(NOBODY.send("GET", other, NONE))).as("the key selects").isEqualTo(expected);
    assertThat(byPath(key).header("content-type")).startsWith("text/plain");
  }

  /** The families of the protocol, which come first; those behind them may count seconds. */
  private static String protocol(Reply reply) {
    String text = reply.is(200).body();
    int end = text.indexOf("\n", text.indexOf("\nhc_checks_down_total "));
    return text.substring(0, end);
  }

  @Test
  void only_a_read_only_key_is_taken() {
    String write = PROJECT.api().apiKey();
    byPath(write).is(403);
    byHeader("Authorization: Bearer " + write).is(403);
    byPath("hcr_" + "x".repeat(28)).is(403);
    byHeader("Authorization: Bearer " + "x".repeat(32)).is(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "0123456789012345678901234567890", "012345678901234567890123456789012"})
  void a_key_of_another_length_is_a_mistake(String key) {
    byPath(key).is(400);
    byHeader("Authorization: Bearer " + key).is(400);
  }

  @Test
  void without_a_bearer_there_is_no_key() {
    byHeader().is(401);
    byHeader("Authorization: Basic eDp4").is(401);
    byHeader("Authorization: " + PROJECT.api().readKey()).is(401);
    byHeader("X-Api-Key: " + PROJECT.api().readKey()).is(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "0123", "ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF0"})
  void the_project_in_the_path_must_be_a_uuid(String project) {
    NOBODY
        .send("GET", "/projects/" + project + "/metrics/" + PROJECT.api().readKey(), NONE)
        .is(404);
  }

  @Test
  void no_uuid_of_a_check_is_shown() {
    assertThat(byPath(PROJECT.api().readKey()).body()).doesNotContain(late.code().toString());
  }
}
