package dev.tocsin.dashboard.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.PublicServer;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.store.SubscriberLinks;
import dev.tocsin.store.TestPostgres;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Wishes to be told, from anybody: confirmed, ended, limited, and answered the same for all. */
class SubscribersTest {

  private static final PublicServer SERVER = new PublicServer(TestPostgres.freshDatabase());
  private static final TestProject PROJECT = SERVER.project();
  private static final StatusPage PAGE =
      new PageChanges(SERVER.dashboard.db, "http://127.0.0.1")
          .create(PROJECT.id(), PageEdit.named("Acme"), "cli")
          .orElseThrow();

  static {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (SERVER.get("/status/acme").statusCode() != 200 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static HttpResponse<String> wish(String field, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    return SERVER.post("/status/acme/subscribe", field + "=" + encoded);
  }

  private static long confirmed() {
    return PROJECT.one(
        "SELECT count(*) AS v FROM status_subscribers WHERE confirmed_at IS NOT NULL");
  }

  private static void say(boolean tell) {
    Announcements announcements = new Announcements(SERVER.dashboard.db);
    Instant now = Instant.now();
    Announcement made =
        announcements
            .create(
                PROJECT.id(),
                PAGE.code(),
                new Wording(
                    Kind.INCIDENT, "Slow", Impact.MINOR, now, null, State.INVESTIGATING, "x", tell),
                "cli",
                now)
            .orElseThrow();
    announcements
        .update(PROJECT.id(), PAGE.code(), made.code(), State.RESOLVED, "y", tell, "cli", now)
        .orElseThrow();
  }

  /** In one piece, since all wishes come from one address, which has to wait after ten of them. */
  @Test
  void who_wants_to_be_told_confirms_and_may_leave_at_any_time() {
    HttpResponse<String> asked = wish("email", "Ada@example.org");
    assertThat(asked.statusCode()).isEqualTo(200);
    PersonalLetter letter = SERVER.dashboard.letter("Ada@example.org", "Confirm: news of Acme");
    String confirm = TestDashboard.path(letter);
    assertThat(confirm).startsWith("/status/acme/confirm/");

    assertThat(SERVER.get(confirm).body()).contains("Yes, tell me");
    assertThat(confirmed()).as("to open a link changes nothing").isZero();
    assertThat(SERVER.post(confirm, "").body()).contains("You will be told");
    assertThat(confirmed()).isEqualTo(1);

    assertThat(wish("email", "ada@EXAMPLE.org").body())
        .as("the same for an address that is known")
        .isEqualTo(asked.body());
    assertThat(wish("email", "eve@example.org").body()).isEqualTo(asked.body());
    assertThat(SERVER.dashboard.letters("ada@EXAMPLE.org")).isEmpty();
    for (int i = 0; i < 4; i++) {
      wish("email", "bob@example.org");
    }
    assertThat(SERVER.dashboard.letters("bob@example.org")).hasSize(3);

    assertThat(wish("url", "https://hooks.example.com/x?secret=1").statusCode()).isEqualTo(200);
    assertThat(PROJECT.one("SELECT count(*) AS v FROM status_calls WHERE challenge")).isEqualTo(1);
    assertThat(wish("url", "gopher://hooks.example.com/").statusCode()).isEqualTo(422);
    int more = 0;
    while (wish("url", "gopher://hooks.example.com/").statusCode() == 422) {
      more++;
      assertThat(more).as("wishes before anybody has to wait").isLessThan(10);
    }
    assertThat(wish("email", "x@example.org").statusCode()).isEqualTo(429);
    rows_do_not_show_who_it_is();
    announcements_go_to_the_outbox_if_people_say_so();

    String leave = leave();
    assertThat(SERVER.get(leave).body()).contains("No more news");
    assertThat(confirmed()).isEqualTo(1);
    assertThat(SERVER.post(leave, "List-Unsubscribe=One-Click").body())
        .contains("not told any more");
    assertThat(confirmed()).isZero();
    assertThat(SERVER.post(leave, "").statusCode()).as("once more does no harm").isEqualTo(200);
    assertThat(SERVER.post(confirm, "").statusCode()).as("and is no way back").isEqualTo(404);
  }

  private static String leave() {
    return SERVER
        .dashboard
        .db
        .first(
            "reading a code",
            "SELECT code FROM status_subscribers WHERE confirmed_at IS NOT NULL",
            row -> row.uuid("code"))
        .map(code -> new SubscriberLinks(SERVER.dashboard.secrets, "http://x").leave("", code))
        .map(link -> link.replace("/leave/", "/status/acme/leave/"))
        .orElseThrow();
  }

  private static void rows_do_not_show_who_it_is() {
    List<String> rows =
        SERVER.dashboard.db.query(
            "reading rows",
            "SELECT encode(target || fingerprint, 'escape') AS v FROM status_subscribers",
            row -> row.string("v"));
    assertThat(rows).hasSize(4).noneMatch(row -> row.contains("example"));
  }

  private static void announcements_go_to_the_outbox_if_people_say_so() {
    say(false);
    assertThat(PROJECT.one("SELECT count(*) AS v FROM status_news")).isZero();
    say(true);
    assertThat(PROJECT.one("SELECT count(*) AS v FROM status_news")).isEqualTo(2);
  }

  @Test
  void links_that_we_did_not_make_lead_nowhere() {
    for (String path : List.of("/confirm/x", "/leave/x", "/confirm/", "/leave/" + "A".repeat(43))) {
      assertThat(SERVER.get("/status/acme" + path).statusCode()).as(path).isEqualTo(404);
      assertThat(SERVER.post("/status/acme" + path, "").statusCode()).as(path).isEqualTo(404);
    }
    assertThat(SERVER.post("/status/acme/subscribe", "email=" + "a".repeat(9_000)).statusCode())
        .isEqualTo(400);
  }
}
