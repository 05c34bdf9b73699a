package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What a listener says of a check that was made, renamed or deleted a moment ago through the API of
 * another process: always the truth, whatever it remembers from before.
 */
class FreshnessTest {

  private static final int ROUNDS = 200;
  private static final int AT_ONCE = 8;

  @Test
  void answers_are_right_at_once_after_a_change_in_another_process() throws Exception {
    Installation it = Installation.get();
    Api api = it.api().at(it.dashboard("dashboard").site());
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < AT_ONCE; thread++) {
        int own = thread;
        all.add(
            threads.submit(
                () -> {
                  try (RawHttp http = new RawHttp(it.listenerPort())) {
                    for (int round = 0; round < ROUNDS / AT_ONCE; round++) {
                      round(
                          new Pinger(http, api.pingKey()),
                          api,
                          "fresh-%d-%d".formatted(own, round));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Asks the listener on a connection that stays open. */
  private record Pinger(RawHttp http, String key) {

    void expect(String path, String answer) throws IOException {
      assertThat(http.ask("GET", path).brief()).as(path).isEqualTo(answer);
    }

    void expectSlug(String slug, String answer) throws IOException {
      expect("/" + key + "/" + slug, answer);
    }
  }

  private static void round(Pinger ping, Api api, String slug) throws IOException {
    ping.expectSlug(slug, "404 not found");
    Check check = Check.create(api, slug, "");
    ping.expectSlug(slug + "/256", "400 invalid url format");
    ping.expectSlug(slug, "200 OK");
    ping.expect(check.path(), "200 OK");

    Check twin = Check.create(api, slug, "");
    ping.expectSlug(slug, "409 ambiguous slug");
    ping.expectSlug(slug + "?rid=x", "409 ambiguous slug");
    ping.expect(check.path(), "200 OK");
    twin.delete();
    ping.expect(twin.path(), "404 not found");
    ping.expectSlug(slug, "200 OK");

    check.edit("{\"slug\":\"" + slug + "-new\"}");
    ping.expectSlug(slug, "404 not found");
    ping.expectSlug(slug + "/256", "404 not found");
    ping.expectSlug(slug + "-new", "200 OK");
    ping.expectSlug(slug + "?create=1", "201 Created");
    ping.expectSlug(slug + "?create=1", "200 OK");

    check.delete();
    ping.expect(check.path() + "?rid=x", "404 not found");
    ping.expect(check.path() + "/256", "404 not found");
    ping.expect(check.path(), "404 not found");
    ping.expectSlug(slug + "-new/start", "404 not found");
    ping.expectSlug(slug + "-new?create=1", "201 Created");
  }
}
