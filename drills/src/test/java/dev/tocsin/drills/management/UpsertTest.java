package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code unique}: making sure that a check exists; and the limit to how many there may be. */
class UpsertTest {

  private static final int AT_ONCE = 20;

  private final Project project = Installation.main();
  private final Caller key = project.write();

  private static String body(String members, String unique) {
    return "{" + members + ", \"unique\": [" + unique + "]}";
  }

  @ParameterizedTest
  @CsvSource({
    "name, 'Upsert A', 'upsert a'",
    "slug, upsert-a, upsert-b",
    "tags, 'u p', 'u  p'",
    "timeout, 4321, 4322",
    "grace, 1234, 1235"
  })
  void the_same_value_is_the_same_check(String member, String value, String other) {
    String quote = member.equals("timeout") || member.equals("grace") ? "" : "\"";
    String one = "\"%s\": %s%s%s".formatted(member, quote, value, quote);
    String two = "\"%s\": %s%s%s".formatted(member, quote, other, quote);
    String unique = "\"" + member + "\"";
    String made = key.post("checks/", body(one, unique)).is(201).get("uuid");
    Reply again = key.post("checks/", body(one + ", \"desc\": \"found\"", unique)).is(200);
    assertThat(again.get("uuid")).isEqualTo(made);
    assertThat(again.get("desc")).isEqualTo("found");
    assertThat(key.post("checks/", body(two, unique)).is(201).get("uuid")).isNotEqualTo(made);
  }

  @Test
  void all_listed_members_must_fit() {
    String slug = Project.fresh("both");
    String both = "\"slug\", \"grace\"";
    String first = "\"slug\": \"" + slug + "\", \"grace\": 77";
    String made = key.post("checks/", body(first, both)).is(201).get("uuid");
    assertThat(key.post("checks/", body(first, both)).is(200).get("uuid")).isEqualTo(made);
    key.post("checks/", body(first.replace("77", "78"), both)).is(201);
  }

  @Test
  void a_listed_member_that_is_missing_makes_a_new_check() {
    String slug = "\"slug\": \"" + Project.fresh("missing") + "\"";
    key.post("checks/", body(slug, "\"slug\"")).is(201);
    key.post("checks/", body(slug, "\"slug\", \"name\"")).is(201);
    key.post("checks/", body(slug, "")).is(201);
  }

  @Test
  void of_several_that_fit_the_oldest_is_updated() {
    String slug = "\"slug\": \"" + Project.fresh("twin") + "\"";
    String oldest = key.post("checks/", "{" + slug + "}").is(201).get("uuid");
    key.post("checks/", "{" + slug + "}").is(201);
    assertThat(key.post("checks/", body(slug, "\"slug\"")).is(200).get("uuid")).isEqualTo(oldest);
  }

  @Test
  void the_timeout_of_a_check_that_goes_by_the_clock_counts_too() {
    Check check = project.check("\"timeout\": 987654");
    check.edit("\"schedule\": \"* * * * *\"");
    Reply found = key.post("checks/", body("\"timeout\": 987654", "\"timeout\"")).is(200);
    assertThat(found.get("uuid")).isEqualTo(check.code().toString());
  }

  @Test
  void another_projects_checks_do_not_count() {
    String slug = "\"slug\": \"" + Project.fresh("shared") + "\"";
    key.post("checks/", body(slug, "\"slug\"")).is(201);
    Installation.get().project("other").write().post("checks/", body(slug, "\"slug\"")).is(201);
  }

  @Test
  void however_many_ask_at_once_there_is_one_check() throws Exception {
    String body = body("\"slug\": \"" + Project.fresh("race") + "\"", "\"slug\"");
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Reply>> asked = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        asked.add(
            threads.submit(
                () -> {
                  start.await();
                  return key.post("checks/", body);
                }));
      }
      start.countDown();
      Set<String> codes = new TreeSet<>();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Reply> reply : asked) {
        codes.add(reply.get().get("uuid"));
        statuses.add(reply.get().status());
      }
      assertThat(codes).hasSize(1);
      assertThat(statuses).containsOnlyOnce(201).contains(200);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void at_the_limit_nothing_is_made_but_what_is_there_is_found() {
    Project small = Installation.get().project("small");
    Installation.get()
        .db()
        .update(
            "a limit",
            "UPDATE projects SET check_limit = 2 WHERE code = ?",
            small.api().projectCode());
    Check first = small.check("\"slug\": \"first\"");
    small.check();
    small.write().post("checks/", "{}").is(403, "");
    small.write().post("checks/", body("\"slug\": \"third\"", "\"slug\"")).is(403, "");
    small.write().post("checks/", body("\"slug\": \"first\"", "\"slug\"")).is(200);
    small.write().post("checks/", "{\"grace\": 1}").isInvalid("grace is too small");
    small.write().delete(first.path()).is(200);
    small.write().post("checks/", "{}").is(201);
  }
}
