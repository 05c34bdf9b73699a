package dev.tocsin.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.TimeBox;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSettingsTest {

  private final EmailKind kind = new EmailKind(Optional.empty(), "Tocsin", new TimeBox());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops@example.org",
        "ops+night@sub.example.org",
        "o'brien@example.org",
        "jürgen@example.org",
        "ops@bücher.example",
        "root@localhost"
      })
  void usual_addresses_are_fine(String address) {
    assertThat(kind.problems("{\"to\": [\"%s\"]}".formatted(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ops",
        "@example.org",
        "ops@",
        "ops@@example.org",
        "a@example.org,b@example.org",
        "a@example.org b@example.org",
        "Ops <ops@example.org>",
        "<ops@example.org>",
        "ops@example.org\\r\\nBcc: evil@example.org",
        "ops@example.org\\u0000",
        "group: a@example.org;",
        "ops@exa mple.org",
        "ops@example..org"
      })
  void what_is_no_single_address_is_a_problem_of_its_place(String address) {
    String json = "{\"to\": [\"ops@example.org\", \"%s\"]}".formatted(address);
    assertThat(kind.problems(json)).containsExactly("to[1]: enter an address like ops@example.org");
  }

  @Test
  void somebody_must_want_something() {
    assertThat(kind.problems("{}")).containsExactly("to: enter at least one address");
    assertThat(kind.problems("{\"to\": [\"a@b.org\"], \"down\": false, \"up\": false}"))
        .containsExactly("down: choose down, up or both");
    assertThat(kind.problems("{\"to\": [\"a@b.org\"], \"down\": \"yes\"}"))
        .containsExactly("down: must be true or false");
  }

  @Test
  void the_summary_names_the_first_addresses() {
    assertThat(kind.summary("{\"to\": [\"a@x.org\"]}")).isEqualTo("a@x.org");
    assertThat(kind.summary("{\"to\": [\"a@x.org\", \"b@x.org\", \"c@x.org\", \"a@x.org\"]}"))
        .isEqualTo("a@x.org, b@x.org and 1 more");
  }
}
