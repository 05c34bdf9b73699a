package dev.tocsin.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SiteTest {

  @Test
  void errors_say_nothing_of_the_inside_and_a_lost_database_is_a_503() {
    try (TestDashboard dashboard = new TestDashboard(TestPostgres.freshDatabase())) {
      TestBrowser browser = dashboard.signedIn(dashboard.account("ada@example.org"));
      var missing = browser.get("/no/such/page");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body())
          .contains("There is nothing here")
          .doesNotContain("Exception", "at dev.");
      assertThat(missing.headers().firstValue("x-content-type-options")).contains("nosniff");
      dashboard.db.update("breaking", "DROP TABLE projects CASCADE");
      var broken = browser.get("/account");
      assertThat(broken.statusCode()).isEqualTo(500);
      assertThat(broken.body())
          .contains("Something broke")
          .doesNotContain("SELECT", "relation", "projects");
      dashboard.db.close();
      var away = browser.get("/account");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.body()).contains("The database is away");
      assertThat(away.headers().firstValue("retry-after")).isPresent();
    }
  }

  @Test
  void static_files_are_kept_for_ever_under_the_address_of_their_content() {
    try (TestDashboard dashboard = new TestDashboard(TestPostgres.freshDatabase())) {
      TestBrowser browser = new TestBrowser(dashboard.url());
      Matcher css =
          Pattern.compile("/static/[0-9a-f]{12}/app\\.css").matcher(browser.get("/sign-in").body());
      assertThat(css.find()).isTrue();
      assertThat(browser.get(css.group()).headers().firstValue("cache-control").orElse(""))
          .contains("immutable");
      assertThat(browser.get("/static/000000000000/app.css").headers().firstValue("cache-control"))
          .contains("no-cache");
      assertThat(browser.get("/static/000000000000/..%2Fapp.css").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void more_work_than_threads_and_places_is_refused_at_once() throws Exception {
    Vertx vertx = Vertx.vertx();
    CountDownLatch hold = new CountDownLatch(1);
    try (Workers workers = new Workers(vertx, 1, 1, Duration.ofMinutes(1))) {
      Future<Boolean> runs = workers.run(() -> hold.await(20, TimeUnit.SECONDS));
      Future<Boolean> waits = workers.run(() -> true);
      Future<Boolean> refused = workers.run(() -> true);
      assertThat(refused.cause()).isInstanceOf(Workers.Saturated.class);
      hold.countDown();
      Future.all(runs, waits).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } finally {
      vertx.close();
    }
  }

  @Test
  void nobody_waits_longer_than_they_may_and_what_has_not_begun_by_then_is_not_done()
      throws Exception {
    Vertx vertx = Vertx.vertx();
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (Workers workers = new Workers(vertx, 1, 10, Duration.ofMillis(50))) {
      Future<Boolean> slow = workers.run(() -> hold.await(20, TimeUnit.SECONDS));
      Future<Integer> queued = workers.run(begun::incrementAndGet);
      for (Future<?> one : List.of(slow, queued)) {
        assertThatThrownBy(
                () -> one.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(Workers.TooSlow.class);
      }
      hold.countDown();
      workers.close(); // what was in the queue has had its turn
      assertThat(begun).hasValue(0);
    } finally {
      vertx.close();
    }
  }

  @Test
  void tokens_fit_their_own_secret_only_and_never_look_the_same() {
    String token = Csrf.token("secret");
    assertThat(Csrf.fits("secret", token)).isTrue();
    assertThat(Csrf.token("secret")).isNotEqualTo(token);
    assertThat(Csrf.fits("other", token)).isFalse();
    assertThat(Csrf.fits("", token)).isFalse();
    assertThat(Csrf.fits("secret", "")).isFalse();
    assertThat(Csrf.fits("secret", "!!!")).isFalse();
  }
}
