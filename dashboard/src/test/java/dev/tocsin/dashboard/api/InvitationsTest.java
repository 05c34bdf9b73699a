package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Invitations and the audit log, for programs. */
class InvitationsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));

  private final TestProject project = API.project();
  private final String path = "v3/projects/" + project.code();

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void somebody_is_invited_listed_and_taken_off_again() {
    var made =
        API.post(
            path + "/invitations/",
            project.writeKey(),
            ApiServer.object("email", " Grace@Example.org", "role", "readonly"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("email").asText()).isEqualTo("grace@example.org");
    assertThat(made.json().path("url").asText()).matches("http.*/invitations/[A-Za-z0-9]{32}");
    String one = path + "/invitations/" + made.json().path("id").asText();
    assertThat(API.get(one, project.writeKey()).json().has("url")).isFalse();
    assertThat(API.get(path + "/invitations/", project.writeKey()).json().path("invitations"))
        .hasSize(1);
    assertThat(API.delete(one, project.writeKey()).status()).isEqualTo(200);
    assertThat(API.delete(one, project.writeKey()).status()).isEqualTo(404);
  }

  @Test
  void what_cannot_be_an_invitation_is_refused() {
    String invitations = path + "/invitations/";
    assertThat(API.post(invitations, project.writeKey(), "{}").status()).isEqualTo(400);
    assertThat(API.post(invitations, project.writeKey(), ApiServer.object("email", "x")).status())
        .isEqualTo(400);
    var owner = ApiServer.object("email", "a@example.org", "role", "owner");
    assertThat(API.post(invitations, project.writeKey(), owner).status()).isEqualTo(403);
    var emperor = ApiServer.object("email", "a@example.org", "role", "emperor");
    assertThat(API.post(invitations, project.writeKey(), emperor).status()).isEqualTo(400);
  }

  @Test
  void the_log_says_what_was_done_in_pages() {
    for (String name : new String[] {"a", "b", "c"}) {
      API.post(
          path + "/invitations/",
          project.writeKey(),
          ApiServer.object("email", name + "@example.org"));
    }
    String log = path + "/audit/?action=invitation&limit=2";
    var first = API.get(log, project.writeKey()).json();
    assertThat(first.path("events")).hasSize(2);
    assertThat(first.path("events").get(0).path("action").asText()).isEqualTo("invitation.create");
    assertThat(first.path("events").get(0).path("detail").path("email").asText())
        .isEqualTo("c@example.org");
    var second = API.get(log + "&cursor=" + first.path("next").asText(), project.writeKey()).json();
    assertThat(second.path("events")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(API.get(path + "/audit/?end=1", project.writeKey()).json().path("events")).isEmpty();
    assertThat(API.get(path + "/audit/?cursor=x", project.writeKey()).status()).isEqualTo(400);
  }
}
