package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of checks and its filters. */
class ListTest {

  private static final Project PROJECT = Installation.get().project("list");

  @BeforeAll
  static void checks() {
    String[][] all = {
      {"a", "one two", "slug-a"},
      {"b", "two  three", "slug-b"},
      {"c", "One", "slug-a"},
      {"d", "50% a&b \u65e5\u672c", ""},
      {"e", "", "slug_e"}
    };
    for (String[] one : all) {
      PROJECT.check(
          "\"name\": \"%s\", \"tags\": \"%s\", \"slug\": \"%s\"".formatted((Object[]) one));
    }
  }

  private static String names(String query) {
    return String.join(
        " ",
        PROJECT.write().get("checks/" + query).each("checks", "name").stream().sorted().toList());
  }

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "'', a b c d e",
        "?tag=two, a b",
        "?tag=one&tag=two, a",
        "?tag=two&tag=two, a b",
        "?tag=one&tag=three, ''",
        "?tag=One, c",
        "?tag=tw, ''",
        "?tag=, ''",
        "?tag=one&tag=, ''",
        "?tag=one%20two, ''",
        "?tag=50%25, d",
        "?tag=a%26b, d",
        "?tag=%E6%97%A5%E6%9C%AC, d",
        "?slug=slug-a, a c",
        "?slug=SLUG-A, ''",
        "?slug=slug-a&tag=One, c",
        "?slug=slug-b&tag=one, ''",
        "?slug=, a b c d e",
        "?slug=slug_a, ''",
        "?slug=slug%25, ''",
        "?tag=%25, ''",
        "?tag=_ne, ''",
        "?tag=50%, d",
        "?tag=%zz, ''",
        "?tag=%ff, ''",
        "?tag=+two, ''",
        "?unknown=x, a b c d e",
        "?TAG=x, a b c d e",
        "?&&, a b c d e",
        "?%, a b c d e",
        "?tag, ''"
      })
  void filters_combine(String query, String expected) {
    assertThat(names(query)).isEqualTo(expected);
  }

  @Test
  void the_list_is_one_member_and_has_whole_objects() {
    for (int version = 1; version <= 2; version++) {
      Reply list = PROJECT.write().version(version).get("checks/");
      assertThat(Reply.members(list.is(200).json())).containsExactly("checks");
      assertThat(list.items("checks"))
          .hasSize(5)
          .allSatisfy(c -> assertThat(c.size()).isEqualTo(29));
      Reply read = PROJECT.read().version(version).get("checks/");
      assertThat(read.items("checks"))
          .hasSize(5)
          .allSatisfy(c -> assertThat(c.size()).isEqualTo(24));
    }
    assertThat(PROJECT.write().get("checks/").items("checks")).hasSize(5);
  }

  @Test
  void each_project_has_its_own() {
    Project empty = Installation.get().project("empty");
    assertThat(empty.write().get("checks/").items("checks")).isEmpty();
    assertThat(empty.write().get("channels/").items("channels")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?tag=a%00b", "?slug=%00", "?tag=%ED%A0%80", "?slug=%F0%28%8C%28"})
  void nonsense_in_a_filter_finds_nothing(String query) {
    Reply reply = PROJECT.write().get("checks/" + query);
    assertThat(reply.status()).isIn(200, 400);
    if (reply.status() == 200) {
      assertThat(reply.items("checks")).isEmpty();
    }
  }

  @Test
  void checks_are_listed_in_the_order_they_were_made() {
    assertThat(PROJECT.write().get("checks/").each("checks", "name"))
        .isEqualTo(List.of("a", "b", "c", "d", "e"));
  }
}
