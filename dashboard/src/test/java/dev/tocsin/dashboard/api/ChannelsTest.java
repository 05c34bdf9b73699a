package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which channels a check alerts, as clients say it. */
class ChannelsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final UUID mail = project.channel("Mail");
  private final UUID hook = project.channel("Hook");
  private final UUID twin = project.channel("Twin");
  private final UUID otherTwin = project.channel("Twin");
  private final UUID check = API.create(project);

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void the_list_tells_id_name_and_kind() {
    var answer = API.get("v3/channels/", project.writeKey());
    assertThat(answer.json().path("channels")).hasSize(4);
    assertThat(answer.json().path("channels").get(0).toString())
        .contains("\"id\":\"" + mail + "\"", "\"name\":\"Mail\"", "\"kind\":\"webhook\"");
  }

  @Test
  void channels_are_named_by_code_or_name_and_the_set_replaces_the_old_one() {
    assertThat(assigned("Mail," + hook)).isEqualTo(sorted(mail, hook));
    assertThat(assigned(mail + ",Mail," + mail)).isEqualTo(sorted(mail));
    var renamed = API.post("v3/checks/" + check, project.writeKey(), "{\"name\": \"x\"}");
    assertThat(renamed.json().path("channels").asText()).isEqualTo(sorted(mail));
    assertThat(assigned("*")).isEqualTo(sorted(mail, hook, twin, otherTwin));
    assertThat(assigned("")).isEmpty();
    UUID made = API.create(project, "channels", "*");
    assertThat(API.get("v3/checks/" + made, project.writeKey()).json().path("channels").asText())
        .isEqualTo(sorted(mail, hook, twin, otherTwin));
  }

  @Test
  void a_wrong_identifier_is_named_and_nothing_is_saved() {
    String theirs = API.project().channel("Theirs").toString();
    refuses("Mail,,nope", "empty channel identifier");
    refuses(",", "empty channel identifier");
    refuses("nope,", "invalid channel identifier: nope");
    refuses("Mail, Hook", "invalid channel identifier:  Hook");
    refuses("mail", "invalid channel identifier: mail");
    refuses(theirs, "invalid channel identifier: " + theirs);
    refuses("Twin,nope", "non-unique channel identifier: Twin");
    project.channel(mail.toString());
    refuses(mail.toString(), "non-unique channel identifier: " + mail);
  }

  private void refuses(String channels, String error) {
    String body = ApiServer.object("channels", channels, "name", "not saved");
    for (String path : new String[] {"v3/checks/" + check, "v3/checks/"}) {
      var answer = API.post(path, project.writeKey(), body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo(error);
    }
    assertThat(API.get("v3/checks/", project.writeKey()).text()).doesNotContain("not saved");
  }

  private String assigned(String channels) {
    var answer =
        API.post("v3/checks/" + check, project.writeKey(), ApiServer.object("channels", channels));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("channels").asText();
  }

  private static String sorted(UUID... codes) {
    return Stream.of(codes).map(UUID::toString).sorted().collect(Collectors.joining(","));
  }
}
