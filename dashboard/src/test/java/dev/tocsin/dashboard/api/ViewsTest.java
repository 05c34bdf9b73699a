package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.views.SavedViews;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named lists of checks, for programs. */
class ViewsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static int count;

  private final String ada = key();
  private final String path =
      "v3/projects/"
          + API.post("v3/projects/", ada, "{\"name\":\"Lab\"}").json().path("id").asText();

  @AfterAll
  static void stop() {
    API.close();
  }

  private static String key() {
    String email = "v%d@example.org".formatted(++count);
    Account account =
        ((NewAccount.Made) new Accounts(API.db).create(email, "correct horse", "cli")).account();
    return new Keys(API.db)
        .create(KeyHolder.account(account), "", Rights.FULL, Acting.operator())
        .orElseThrow()
        .key();
  }

  private ApiServer.Answer save(String name, String query) {
    return API.post(path + "/views/", ada, ApiServer.object("name", name, "query", query));
  }

  @Test
  void a_view_is_saved_listed_replaced_and_deleted() {
    assertThat(save("Broken ü/1", "?state=down&tag=db").status()).isEqualTo(201);
    assertThat(save("All", "?").status()).isEqualTo(201);
    save("Broken ü/1", "?state=down");
    var views = API.get(path + "/views/", ada).json().path("views");
    assertThat(views.findValuesAsText("name")).containsExactly("All", "Broken ü/1");
    assertThat(views.findValuesAsText("query")).containsExactly("?", "?state=down");
    assertThat(API.delete(path + "/views/Broken%20%C3%BC%2F1", ada).json().path("query").asText())
        .isEqualTo("?state=down");
    assertThat(API.delete(path + "/views/Broken%20%C3%BC%2F1", ada).status()).isEqualTo(404);
    assertThat(API.get(path + "/views/", ada).json().path("views")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "state=down", "?a b", "?<b>", "?a#b", "//evil.example", "?\"", "?é"})
  void what_is_no_query_is_refused(String query) {
    assertThat(save("x", query).status()).isEqualTo(400);
  }

  @Test
  void there_are_no_more_than_a_menu_holds_and_each_has_a_name() {
    for (int i = 0; i < SavedViews.MOST; i++) {
      assertThat(save("view " + i, "?").status()).isEqualTo(201);
    }
    assertThat(save("one more", "?").status()).isEqualTo(409);
    assertThat(save(" ", "?").status()).isEqualTo(400);
    assertThat(API.post(path + "/views/", ada, "{}").error()).contains("name is missing");
  }

  @Test
  void they_are_a_persons_own() {
    save("Mine", "?");
    assertThat(API.get(path + "/views/", key()).status()).isEqualTo(403);
    var project = API.post(path + "/keys/", ada, "{\"name\": \"CI\"}").json();
    var refused = API.get(path + "/views/", project.path("key").asText());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error()).contains("a person's own");
  }
}
