package dev.tocsin.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.yaml.YamlFile.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlFileTest {

  private static YamlFile read(String text) {
    return YamlFile.read(text, Map.of("HOOK", "https://hooks.example/t0p", "N", "")::get);
  }

  @Test
  void members_have_the_line_that_they_stand_on() {
    YamlFile file =
        read(
            """
            # a comment
            checks:
              - slug: a
                grace: 60

              - {slug: b, tz: UTC}
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.json().toString())
        .isEqualTo("{\"checks\":[{\"slug\":\"a\",\"grace\":60},{\"slug\":\"b\",\"tz\":\"UTC\"}]}");
    assertThat(file.line("checks[0].grace")).isEqualTo(4);
    assertThat(file.line("checks[1].tz")).isEqualTo(6);
    assertThat(file.line("checks[0].tz")).as("what is missing, at its check").isEqualTo(3);
    assertThat(file.line("nonsense")).isEqualTo(1);
  }

  @Test
  void types_are_those_of_yaml_1_2() {
    YamlFile file = read("a: no\nb: '60'\nc: true\nd: 1e3\ne:\nf: 007\ng: 2026-01-01\nh: 1_000\n");
    assertThat(file.json().toString())
        .isEqualTo(
            "{\"a\":\"no\",\"b\":\"60\",\"c\":true,\"d\":1E+3,\"e\":null,\"f\":\"007\","
                + "\"g\":\"2026-01-01\",\"h\":\"1_000\"}");
  }

  @Test
  void a_member_that_is_there_twice_is_a_problem() {
    assertThat(read("checks:\n  - slug: a\n    slug: b\n    tz: UTC\n    slug: c\n").problems())
        .containsExactly(
            new Problem(3, "slug is there twice: see line 2"),
            new Problem(5, "slug is there twice: see line 2"));
  }

  @Test
  void what_is_no_yaml_says_where() {
    assertThat(read("checks:\n  - slug: [a\n").problems().get(0).line()).isGreaterThan(1);
    assertThat(read("a: 1\n---\nb: 2\n").problems()).hasSize(1);
    assertThat(read("\tx: 1").problems()).hasSize(1);
    assertThat(read("- 1").problems()).hasSize(1);
    assertThat(read("").problems()).isEmpty();
    assertThat(read("a: !!binary aGk=").problems()).hasSize(1);
    assertThat(read("? {a: b}\n: c").problems()).hasSize(1);
  }

  @Test
  void settings_of_channels_may_come_from_the_environment_and_nothing_else_may() {
    YamlFile file =
        read(
            """
            channels:
              - name: ${HOOK}
                settings: {down: {url: "${HOOK}/x", body: "$${HOOK} $JSON ${N}"}}
            checks:
              - desc: ${HOOK}
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.json().at("/channels/0/settings/down/url").asText())
        .isEqualTo("https://hooks.example/t0p/x");
    assertThat(file.json().at("/channels/0/settings/down/body").asText())
        .isEqualTo("${HOOK} $JSON ");
    assertThat(file.json().at("/channels/0/name").asText()).isEqualTo("${HOOK}");
    assertThat(file.json().at("/checks/0/desc").asText()).isEqualTo("${HOOK}");
    assertThat(file.masked("see https://hooks.example/t0p/x")).isEqualTo("see ${HOOK}/x");
    assertThat(file.toString()).doesNotContain("t0p");
  }

  @Test
  void every_variable_that_is_missing_is_told() {
    assertThat(read("channels:\n- settings:\n    url: ${NO}\n    body: ${NOR}\n").problems())
        .containsExactly(
            new Problem(3, "the environment has no NO"),
            new Problem(4, "the environment has no NOR"));
  }

  @Test
  void what_checks_share_is_written_once() {
    YamlFile file =
        read(
            """
            checks:
              - &usual {slug: a, grace: 60, tz: UTC}
              - {<<: *usual, slug: b}
            """);
    assertThat(file.json().at("/checks/1").toString())
        .isEqualTo("{\"slug\":\"b\",\"grace\":60,\"tz\":\"UTC\"}");
  }

  @Test
  void aliases_that_multiply_or_contain_themselves_end() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(10)).append("]\n");
    }
    assertThat(read(bomb.toString()).problems()).isNotEmpty();
    assertThat(read("a: &a [*a]").problems()).hasSize(1);
    assertThat(read("a: &a\n  <<: *a\n").problems()).isNotEmpty();
  }
}
