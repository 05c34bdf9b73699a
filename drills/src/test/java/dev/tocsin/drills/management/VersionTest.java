package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What versions 1 and 2 do with names and slugs. */
class VersionTest {

  private final Project project = Installation.main();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "Gr\u00f6\u00dfe & Co__, groe-co",
        "\u65e5\u672c, \"\"",
        "\"  Nightly   Dump  \", nightly-dump",
        "a--b - c, a-b-c",
        "_-x-_, x",
        "Foo.bar/baz, foobarbaz",
        "under_score, under_score",
        "\ufb01ne \u2460 \u00bd, fine-1-12",
        "\u00c5ngstr\u00f6m, angstrom",
        "UPPER 123, upper-123",
        "\"!!!\", \"\""
      })
  void until_version_3_a_name_makes_the_slug(String name, String slug) {
    String body = "{\"name\": \"" + name + "\"}";
    for (int version = 1; version <= 2; version++) {
      Caller key = project.write().version(version);
      Reply made = key.post("checks/", body).is(201);
      assertThat(made.get("slug")).isEqualTo(slug);
      assertThat(made.get("name")).isEqualTo(name);
      String path = "checks/" + made.get("uuid");
      assertThat(key.post(path, "{\"name\": \"Other\"}").get("slug")).isEqualTo("other");
      assertThat(key.post(path, body).get("slug")).isEqualTo(slug);
    }
    assertThat(project.write().post("checks/", body).is(201).get("slug")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void an_explicit_slug_wins(int version) {
    Caller key = project.write().version(version);
    Reply made = key.post("checks/", "{\"name\": \"A Name\", \"slug\": \"own\"}").is(201);
    assertThat(made.get("slug")).isEqualTo("own");
    String path = "checks/" + made.get("uuid");
    assertThat(key.post(path, "{\"slug\": \"\", \"name\": \"Again\"}").get("slug")).isEmpty();
    assertThat(key.post(path, "{\"slug\": \"alone\"}").get("slug")).isEqualTo("alone");
    assertThat(key.post(path, "{\"grace\": 60}").get("slug")).isEqualTo("alone");
  }

  @Test
  void in_version_3_a_name_leaves_the_slug_alone() {
    Caller key = project.write();
    Reply made = key.post("checks/", "{\"name\": \"A Name\"}").is(201);
    assertThat(made.get("slug")).isEmpty();
    String path = "checks/" + made.get("uuid");
    assertThat(key.post(path, "{\"slug\": \"own\"}").get("slug")).isEqualTo("own");
    assertThat(key.post(path, "{\"name\": \"Another\"}").get("slug")).isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void body_urls_are_of_the_version_that_was_asked(int version) {
    Check check = project.check().ping("", "a body");
    Caller key = project.write().version(version);
    String path = check.path() + "/pings/";
    assertThat(key.get(path).each("pings", "body_url"))
        .containsExactly(Installation.get().site() + key.root() + path + "1/body");
    key.get(path + "1/body").is(200, "a body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schedules/preview", "apply", "projects/"})
  void what_goes_beyond_the_protocol_is_in_version_3_only(String path) {
    for (int version = 1; version <= 2; version++) {
      project.write().version(version).get(path).is(404);
      project.write().version(version).post(path, "{}").is(404);
    }
  }
}
