package dev.tocsin.drills.bench;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long pages take and what they weigh, compressed, as one client measures it from the first
 * byte of the request to the last one of the answer. The shipped jar, its embedded Postgres and the
 * client share the machine; every check has forty pings.
 *
 * <p>System property: {@code bench.times} (100) requests for each page.
 */
class PageBench {

  private static final int TIMES = Integer.getInteger("bench.times", 100);

  /** Rows for so many checks are written at once: a statement has its time. */
  private static final int PORTION = 250;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000})
  void pages(int checks) throws IOException, InterruptedException {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, TocsinProcess.freePort(), Map.of())
                .awaitReady(Duration.ofMinutes(2));
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> codes = Database.manyChecks(data, api.projectCode(), checks, 86_400, 3_600);
      pings(db, codes);
      String session = signIn(db, api.projectCode());
      String list = "/projects/" + api.projectCode() + "/checks";
      String check = "/checks/" + codes.get(checks / 2);
      System.out.printf(Locale.ROOT, "%,d checks%n", checks);
      System.out.println(
          "| page | bytes compressed | p50 | p99 | least | processor, without Postgres |");
      time(tocsin, session, "list", list);
      time(tocsin, session, "list, searched", list + "?q=7");
      time(tocsin, session, "list, in groups", list + "?group=tag");
      time(tocsin, session, "palette", "/palette?q=7&project=" + api.projectCode());
      time(tocsin, session, "a check", check);
      time(tocsin, session, "its form, the last 30 days replayed", check + "/edit");
      time(tocsin, session, "who is told of what", list.replace("checks", "channels/matrix"));
    }
  }

  private static void pings(Db db, List<UUID> codes) {
    for (int from = 0; from < codes.size(); from += PORTION) {
      UUID[] some =
          codes.subList(from, Math.min(codes.size(), from + PORTION)).toArray(UUID[]::new);
      db.update(
          "pinging",
          """
          INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
          SELECT id, n, now() - (40 - n) * interval '1 h', 'success', 'https', 'GET', 'curl/8.5.0'
            FROM checks, generate_series(1, 40) n WHERE code = ANY(?::text[]::uuid[])
          """,
          literal(some));
      db.update(
          "counting",
          """
          UPDATE check_state SET status = 'up', n_pings = 40, last_ping = now(),
                 deadline = now() + interval '1 day'
           WHERE check_id IN (SELECT id FROM checks WHERE code = ANY(?::text[]::uuid[]))
          """,
          literal(some));
    }
  }

  private static String literal(UUID[] codes) {
    return Arrays.stream(codes).map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  private static String signIn(Db db, UUID project) {
    Account account =
        ((NewAccount.Made) new Accounts(db).create("b@example.org", "correct horse", "cli"))
            .account();
    db.update(
        "joining",
        """
        INSERT INTO members (project_id, account_id, role)
        SELECT id, ?, 'owner' FROM projects WHERE code = ? ON CONFLICT DO NOTHING
        """,
        account.id(),
        project);
    return new Sessions(db).open(account, "127.0.0.1", "bench");
  }

  private static void time(TocsinProcess tocsin, String session, String what, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(tocsin.site().resolve(path))
            .header("Cookie", "tocsin=" + session)
            .header("Accept-Encoding", "gzip")
            .build();
    int bytes = 0;
    long[] nanos = new long[TIMES];
    double processor = 0;
    for (int i = -TIMES / 2; i < TIMES; i++) { // the first half as often warms up
      if (i == 0) {
        processor = ProcessFigures.cpuSeconds(tocsin.pid());
      }
      long began = System.nanoTime();
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      long took = System.nanoTime() - began;
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " was answered " + answer.statusCode());
      }
      bytes = answer.body().length;
      if (i >= 0) {
        nanos[i] = took;
      }
    }
    processor = ProcessFigures.cpuSeconds(tocsin.pid()) - processor;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        bytes,
        nanos[TIMES / 2] / 1e6,
        nanos[TIMES * 99 / 100] / 1e6,
        nanos[0] / 1e6,
        1_000 * processor / TIMES);
  }
}
