package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channels a check has, and how clients say so. */
class AssignTest {

  private static Project project = Installation.get().project("channels");
  private static String ops = "";
  private static String mail = "";
  private static String uuidShaped = "";

  @BeforeAll
  static void channels() {
    ops = project.channel("Ops");
    mail = project.channel("Ops mail");
    project.channel("twin");
    project.channel("twin");
    uuidShaped = project.channel(ops);
    Installation.get().project("other").channel("Elsewhere");
  }

  private static Check with(String channels) {
    return project.check("\"channels\": \"" + channels + "\"");
  }

  private static List<String> assigned(Check check) {
    String channels = check.get("channels");
    return channels.isEmpty() ? List.of() : Arrays.asList(channels.split(",", -1));
  }

  private static List<String> sorted(String... codes) {
    return Arrays.stream(codes).sorted().toList();
  }

  @Test
  void a_new_check_has_none_unless_asked() {
    assertThat(assigned(project.check())).isEmpty();
    assertThat(assigned(with(""))).isEmpty();
  }

  @Test
  void a_star_means_all_of_the_project() {
    List<String> all = project.write().get("channels/").each("channels", "id");
    assertThat(assigned(with("*"))).isEqualTo(all.stream().sorted().toList());
  }

  @Test
  void ids_and_exact_names_may_be_mixed_and_duplicates_collapse() {
    assertThat(assigned(with("Ops mail"))).containsExactly(mail);
    assertThat(assigned(with(mail))).containsExactly(mail);
    assertThat(assigned(with("Ops," + mail + ",Ops,Ops mail"))).isEqualTo(sorted(ops, mail));
    assertThat(assigned(with(uuidShaped))).containsExactly(uuidShaped);
  }

  @Test
  void the_set_replaces_the_old_one_and_silence_keeps_it() {
    Check check = with("Ops,Ops mail");
    check.edit("\"name\": \"x\"");
    assertThat(assigned(check)).hasSize(2);
    check.edit("\"channels\": \"Ops\"");
    assertThat(assigned(check)).containsExactly(ops);
    check.edit("\"channels\": \"\"");
    assertThat(assigned(check)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "Ops,", ",Ops", "Ops,,Ops mail"})
  void an_empty_item_is_refused(String channels) {
    refused(channels, "empty channel identifier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        " Ops",
        "Ops ",
        "ops",
        "OPS",
        "Elsewhere",
        " ",
        "Ops%",
        "*,Ops",
        "00000000-1111-2222-3333-444444444444"
      })
  void what_nothing_in_this_project_is_called_is_refused(String channels) {
    String item = channels.equals("*,Ops") ? "*" : channels;
    refused(channels, "invalid channel identifier: " + item);
  }

  @Test
  void an_id_is_lower_case() {
    String upper = mail.toUpperCase(Locale.ROOT);
    refused(upper, "invalid channel identifier: " + upper);
    String bare = mail.replace("-", "");
    refused(bare, "invalid channel identifier: " + bare);
  }

  @Test
  void what_two_are_called_is_refused() {
    refused("twin", "non-unique channel identifier: twin");
    refused(ops, "non-unique channel identifier: " + ops); // an id, and the name of another
  }

  @Test
  void the_first_offender_is_named() {
    refused("Ops,nobody,,twin", "invalid channel identifier: nobody");
    refused("Ops,,nobody", "empty channel identifier");
    refused("twin,nobody", "non-unique channel identifier: twin");
  }

  private static void refused(String channels, String error) {
    String body = "{\"desc\": \"saved?\", \"channels\": \"" + channels + "\"}";
    Check check = project.check();
    project.write().post("checks/", body).isError(400, error);
    project.write().post(check.path(), body).isError(400, error);
    assertThat(check.get("desc")).isEmpty();
  }

  @Test
  void channels_are_listed_with_id_name_and_kind() {
    for (int version = 1; version <= 3; version++) {
      Reply list = project.write().version(version).get("channels/").is(200);
      assertThat(Reply.members(list.json())).contains("channels");
      assertThat(list.each("channels", "name")).contains("Ops", "Ops mail", "twin");
      assertThat(list.each("channels", "kind")).containsOnly("webhook");
      assertThat(list.each("channels", "id")).contains(ops, mail).allSatisfy(UUID::fromString);
      if (version < 3) {
        assertThat(Reply.members(list.items("channels").get(0)))
            .containsExactly("id", "kind", "name");
      }
    }
  }
}
