package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fields promise, on a kind that has one of each type. */
class FlatKindTest {

  private final FlatKind<Values> kind = new Everything();

  /** A field of each type. */
  private static final class Everything extends FlatKind<Values> {
    Everything() {
      super(
          "everything",
          "Everything",
          Pace.NONE,
          List.of(
              Field.url("server", "Server").otherwise("https://usual.example"),
              Field.text("name", "Name").needed().example("ops").like("[a-z]+", "use letters"),
              Field.secret("key", "Key").upTo(20),
              Field.choice("size", "Size", "small", "large"),
              Field.flag("loud", "Loud", true),
              Field.number("count", "Count", 1, 9, 5),
              Field.lines("targets", "Targets", 3).hidden(),
              Field.pairs("headers", "Headers", 2).hidden()));
    }

    @Override
    protected Values settings(Values values) {
      return values;
    }

    @Override
    protected String summaryOf(Values values) {
      return values.text("name");
    }

    @Override
    protected Channel channel(Values values) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name: enter it, for example ops",
        "{\"name\": \" \"} | name: enter it, for example ops",
        "{\"name\": 7} | name: must be a text",
        "{\"name\": \"A\"} | name: use letters",
        "{\"name\": \"a\", \"server\": \"x\"} | server: must begin with https:// or http://",
        "{\"name\": \"a\", \"key\": \"********\"}"
            + " | key: enter it again, ******** is what hides it",
        "{\"name\": \"a\", \"key\": \"123456789012345678901\"}"
            + " | key: must be at most 20 characters long",
        "{\"name\": \"a\", \"key\": \"a\\nb\"} | key: must be one line",
        "{\"name\": \"a\", \"size\": \"huge\"} | size: must be one of small, large",
        "{\"name\": \"a\", \"loud\": 1} | loud: must be true or false",
        "{\"name\": \"a\", \"count\": 10} | count: must be a whole number from 1 to 9",
        "{\"name\": \"a\", \"count\": 1.5} | count: must be a whole number from 1 to 9",
        "{\"name\": \"a\", \"count\": 99999999999} | count: must be a whole number from 1 to 9",
        "{\"name\": \"a\", \"targets\": [1, \"\", \"b\", \"c\"]}"
            + " | targets: must be a list of at most 3 texts",
        "{\"name\": \"a\", \"headers\": [1]} | headers: must be an object of at most 2 texts",
        "{\"name\": \"a\", \"nam\": \"b\"} | nam: unknown field",
      })
  void each_problem_names_its_field_and_says_what_to_do(String json, String problem) {
    assertThat(kind.problems(json)).containsExactly(problem);
    assertThat(kind.summary(json)).isEqualTo("settings need attention");
  }

  @Test
  void what_is_left_out_counts_as_usual() {
    SettingsJson json = SettingsJson.read("{\"name\": \" a \"}");
    Values values = Values.read(kind.fields(), json);
    assertThat(json.problems()).isEmpty();
    assertThat(values.text("name")).isEqualTo("a");
    assertThat(values.base("server")).isEqualTo("https://usual.example");
    assertThat(values.optional("key")).isEmpty();
    assertThat(values.text("size")).isEqualTo("small");
    assertThat(values.flag("loud")).isTrue();
    assertThat(values.number("count")).isEqualTo(5);
    assertThat(values.lines("targets")).isEmpty();
    assertThat(values.pairs("headers")).isEmpty();
  }

  @Test
  void secrets_are_masked_each_by_itself_and_find_their_way_back() {
    String stored =
        """
        {"name":"a","key":"k1","targets":["t1","t2","t3"],"headers":{"A":"h1","B":"h2"}}""";
    String masked = kind.masked(stored);
    assertThat(masked)
        .isEqualTo(
            """
            {"name":"a","key":"********","targets":["******** 1","******** 2","******** 3"],\
            "headers":{"A":"********","B":"********"}}""");
    assertThat(kind.unmasked(masked, stored)).isEqualTo(stored);
    String changed =
        """
        {"name":"b","key":"k2","targets":["******** 3","new"],"headers":{"B":"********"}}""";
    assertThat(kind.unmasked(changed, stored))
        .isEqualTo(
            """
            {"name":"b","key":"k2","targets":["t3","new"],"headers":{"B":"h2"}}""");
  }

  @Test
  void a_secret_never_follows_to_another_server() {
    String stored = "{\"name\":\"a\",\"key\":\"k1\",\"targets\":[\"t1\"]}";
    for (String server :
        List.of(
            "https://evil.example",
            "http://usual.example",
            "https://usual.example:8443",
            "https://usual.example@evil.example")) {
      String entered = kind.masked(stored).replace("{", "{\"server\":\"%s\",".formatted(server));
      String settings = kind.unmasked(entered, stored);
      assertThat(settings).as(server).doesNotContain("k1").doesNotContain("t1");
      assertThat(kind.problems(settings)).as(server).hasSize(2);
    }
    String same = kind.masked(stored).replace("{", "{\"server\":\"https://usual.example/\",");
    assertThat(kind.unmasked(same, stored)).contains("k1", "t1");
  }
}
