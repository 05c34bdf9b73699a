package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.dashboard.people.NewProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

  private static final TestServer server = new TestServer();
  private static final String DUMP = "0c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a10";
  private static final String SYNC = "1c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a11";

  /** As a server of 2023 answered, without the members that came later. */
  private static final String OLDER =
      """
      {"checks": [
        {"name": "Dump", "slug": "dump", "tags": "db prod", "desc": "", "grace": 900, "n_pings": 3,
         "status": "up", "last_ping": "2023-01-01T00:00:00+00:00", "next_ping": null,
         "manual_resume": true, "methods": "POST", "subject": "", "subject_fail": "",
         "ping_url": "https://hc.example/ping/%1$s", "update_url": "https://hc.example/api/v1/checks/%1$s",
         "pause_url": "https://hc.example/api/v1/checks/%1$s/pause",
         "channels": "", "schedule": "0 3 * * *", "tz": "Europe/Kiev"},
        {"name": "Sync", "slug": "", "tags": "", "desc": "two\\nlines", "grace": 60, "n_pings": 0,
         "status": "new", "last_ping": null, "next_ping": null, "manual_resume": false,
         "methods": "", "subject": "done", "subject_fail": "", "last_duration": 4,
         "ping_url": "https://hc.example/ping/%2$s", "channels": "", "timeout": 3600}]}
      """
          .formatted(DUMP, SYNC);

  @TempDir Path dir;
  private final NewProject project = server.project("p");

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A server that knows these paths, and one key. */
  private static HttpServer source(Map<String, String> answers) throws IOException {
    HttpServer source =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.createContext("/", exchange -> answer(exchange, answers));
    source.start();
    return source;
  }

  private static void answer(HttpExchange exchange, Map<String, String> answers) {
    String known = answers.getOrDefault(exchange.getRequestURI().getPath(), "");
    boolean key = "k".repeat(32).equals(exchange.getRequestHeaders().getFirst("X-Api-Key"));
    byte[] body = (key ? known : "{\"error\": \"wrong api key\"}").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(
          known.isEmpty() ? 404 : key ? 200 : 401, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run from(String url, String key, NewProject to, String... more) {
    List<String> words =
        new ArrayList<>(List.of("import", "healthchecks", "--url", url, "--api-key", key));
    words.addAll(List.of("--to-url", server.url(), "--to-api-key", to.apiKey()));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  private Run from(HttpServer source, NewProject to, String... more) {
    return from("http://127.0.0.1:" + source.getAddress().getPort(), "k".repeat(32), to, more);
  }

  @Test
  void an_older_server_gives_its_checks_with_their_uuids() throws Exception {
    HttpServer source = source(Map.of("/api/v1/checks/", OLDER));
    try {
      Run dry = from(source, project, "--dry-run");
      assertThat(dry.code()).as(dry.err()).isZero();
      assertThat(dry.out()).contains("2 to create", "Dry run", "nobody is told yet");
      assertThat(server.one("SELECT count(*) AS v FROM checks WHERE code = '%s'".formatted(DUMP)))
          .isZero();

      assertThat(from(source, project).code()).isZero();
      assertThat(
              server.one(
                  """
                  SELECT count(*) AS v FROM checks
                   WHERE (code = '%s' AND name = 'Dump' AND slug = 'dump' AND tags = 'db prod'
                          AND grace = interval '900 s' AND schedule = '0 3 * * *'
                          AND tz = 'Europe/Kyiv' AND manual_resume AND post_only)
                      OR (code = '%s' AND timeout = interval '3600 s' AND description = E'two\\nlines'
                          AND filter_subject AND success_kw = 'done' AND slug = '')
                  """
                      .formatted(DUMP, SYNC)))
          .isEqualTo(2);

      assertThat(from(source, project).out()).contains("0 to create", "2 unchanged");

      Run elsewhere = from(source, server.project("other"));
      assertThat(elsewhere.code()).isEqualTo(65);
      assertThat(elsewhere.err())
          .contains(DUMP + " \"Dump\": " + DUMP + " belongs to a check of another project");
    } finally {
      source.stop(0);
    }
  }

  @Test
  void a_read_only_key_and_a_wrong_one_are_told_apart() throws Exception {
    String readOnly =
        "{\"checks\": [{\"name\": \"x\", \"unique_key\": \"%s\"}]}".formatted("a".repeat(40));
    HttpServer source = source(Map.of("/api/v3/checks/", readOnly));
    try {
      Run run = from(source, project);
      assertThat(run.code()).isEqualTo(77);
      assertThat(run.err()).contains("this key is read-only", "Make a read-write key");
      String url = "http://127.0.0.1:" + source.getAddress().getPort();
      assertThat(from(url, "other", project).err()).contains("the API key was refused");
      assertThat(from(url + "/nowhere", "k".repeat(32), project).code()).isEqualTo(76);
    } finally {
      source.stop(0);
    }
  }

  @Test
  void another_tocsin_is_a_source_like_any() throws Exception {
    try (TestServer other = new TestServer()) {
      NewProject theirs = other.project("theirs");
      Path file =
          Files.writeString(
              dir.resolve("checks.yaml"),
              """
              checks:
                - {slug: a, name: Größe, schedule: "Mon *-*-* 04:00", tz: Asia/Tokyo, tags: x y}
                - {slug: b, timeout: 120, max_runtime: 60, filter_body: true, start_kw: go}
              """);
      Run applied =
          Run.of(
              "apply", "-f", file.toString(), "--url", other.url(), "--api-key", theirs.apiKey());
      assertThat(applied.code()).as(applied.err()).isZero();

      Run run = from(other.url() + "/api/v3/", theirs.apiKey(), project, "--channels", "*");
      assertThat(run.code()).as(run.err()).isZero();
      String columns =
          "SELECT (code::text || name || slug || tags || kind || timeout || grace || schedule || tz"
              + " || max_runtime || filter_body || start_kw) AS v FROM checks ORDER BY 1";
      List<String> here =
          server.db.query(
              "reading checks",
              columns.replace("ORDER", "WHERE project_id = %d ORDER".formatted(project.id())),
              row -> row.string("v"));
      assertThat(here)
          .hasSize(2)
          .isEqualTo(other.db.query("reading checks", columns, row -> row.string("v")));
    }
  }

  @Test
  void a_crontab_gets_checks_and_pings_and_a_second_run_changes_nothing() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("crontab"),
            "MAILTO=x\nCRON_TZ=Europe/Kiev\n# Nightly\n15 3 * * *  /bin/dump %a\n@reboot /bin/y\n");
    Run dry = crontab(file, "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.stdout()).contains("PING-URL-OF-nightly/$s");
    assertThat(dry.err()).contains("crontab:5: runs at boot", "1 to create", "Dry run");

    Run run = crontab(file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.stdout())
        .matches(
            Pattern.compile(
                "MAILTO=x\nCRON_TZ=Europe/Kiev\n# Nightly\n15 3 \\* \\* \\*  trap 's=\\$\\?; curl "
                    + "-fsS -m 10 --retry 5 --retry-connrefused -o /dev/null http://hb.example/ping/[0-9a-f-]{36}/\\$s; "
                    + "exit \\$s' EXIT; /bin/dump %a\n@reboot /bin/y\n"));
    assertThat(crontab(file).stdout()).as("the same again").isEqualTo(run.stdout());

    Path pinging = Files.writeString(dir.resolve("pinging"), run.stdout());
    Run again = crontab(pinging);
    assertThat(again.stdout()).isEqualTo(run.stdout());
    assertThat(again.err()).contains("pings already", "0 to create");

    Path other = Files.writeString(dir.resolve("other"), "# Nightly\n5 5 * * * /bin/dump\n");
    Run taken = crontab(other, "--tz", "UTC");
    assertThat(taken.code()).isEqualTo(65);
    assertThat(taken.err()).contains("other:2: the slug nightly belongs to a check with another");
    assertThat(crontab(other, "--tz", "UTC", "--slug-prefix", "db1-").code()).isZero();
  }

  @Test
  void a_crontab_that_no_check_can_follow_is_told_by_line() throws Exception {
    Path file = Files.writeString(dir.resolve("bad"), "\n0 25 * * * /bin/x\n0~9 1 * * * /bin/y\n");
    Run run = crontab(file, "--tz", "Nowhere/City");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err())
        .contains("bad:2: schedule is not a valid cron", "bad:3: tz is not a valid timezone");
    assertThat(run.stdout()).isEmpty();
  }

  private Run crontab(Path file, String... more) {
    List<String> words = new ArrayList<>(List.of("import", "crontab", file.toString()));
    words.addAll(List.of("--url", server.url(), "--api-key", project.apiKey()));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }
}
