package dev.tocsin.dashboard.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.export.Erasure;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.status.subscribers.Targets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** All that is kept of a project or a person, as one file; and a person who is erased. */
class ExportPagesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Targets TARGETS = new Targets(Fixture.DASHBOARD.secrets);

  private final Fixture mine = new Fixture();

  /** The files of an archive, by name. */
  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode json(Map<String, byte[]> files, String name) throws IOException {
    assertThat(files).containsKey(name);
    return JSON.readTree(files.get(name));
  }

  private long checkId(UUID code) {
    return Fixture.number("SELECT id AS v FROM checks WHERE code = ?", code);
  }

  private static void run(String sql, Object... parameters) {
    Fixture.DASHBOARD.db.update("preparing", sql, parameters);
  }

  @Test
  void the_file_of_a_project_has_every_row_and_bodies_byte_for_byte() throws Exception {
    UUID code = mine.check("Nightly \"dump\"\n<b>");
    mine.check("No pings");
    byte[] body = new byte[3_000];
    new Random(5).nextBytes(body);
    run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT ?, n, now(), 'success', 'https', 'POST', 'curl', ? FROM generate_series(1, 1500) n
        """,
        checkId(code),
        body);
    run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        SELECT ?, now(), 'new', 'up', 'success' FROM generate_series(1, 1201)
        """,
        checkId(code));
    byte[] zip = mine.browser.bytes("/projects/" + mine.project.code() + "/export.zip");
    Map<String, byte[]> files = unzip(zip);
    assertThat(new String(files.get("README.txt"), UTF_8)).contains("Everything that Tocsin keeps");
    assertThat(json(files, "project.json").get(0).path("name").asText())
        .isEqualTo("Project of " + mine.account.email());
    JsonNode checks = json(files, "checks.json");
    assertThat(checks).hasSize(2);
    assertThat(checks.get(0).path("name").asText()).isEqualTo("Nightly \"dump\"\n<b>");
    assertThat(checks.get(0).path("timeout").asInt()).isEqualTo(3600);
    assertThat(json(files, "flips.json")).hasSize(1201);
    JsonNode pings = json(files, "pings/%s.json".formatted(code));
    assertThat(pings).hasSize(1500);
    for (int i = 0; i < 1500; i++) {
      assertThat(pings.get(i).path("n").asInt()).isEqualTo(i + 1);
    }
    assertThat(Base64.getDecoder().decode(pings.get(1499).path("body_base64").asText()))
        .isEqualTo(body);
    assertThat(json(files, "members.json").get(0).path("email").asText())
        .isEqualTo(mine.account.email());
    assertThat(json(files, "audit.json").findValuesAsText("action"))
        .contains("check.create", "project.export");
    for (String name : files.keySet()) {
      if (name.endsWith(".json")) {
        assertThat(json(files, name).isArray()).as(name).isTrue();
      }
    }
    assertThat(files.keySet()).hasSize(22);
  }

  @Test
  void keys_and_passwords_are_not_in_it() throws Exception {
    Map<String, byte[]> files =
        unzip(mine.browser.bytes("/projects/" + mine.project.code() + "/export.zip"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(new String(file.getValue(), UTF_8))
          .as(file.getKey())
          .doesNotContain(mine.project.apiKey())
          .doesNotContain("password_hash");
    }
    assertThat(json(files, "keys.json").size()).isPositive();
  }

  @Test
  void secrets_of_channels_are_masked_in_it() throws Exception {
    run(
        "INSERT INTO channels (project_id, kind, name, settings) VALUES (?, 'webhook', 'Hook', ?)",
        mine.project.id(),
        Fixture.DASHBOARD.secrets.seal(
            """
            {"down": {"method": "POST", "url": "https://example.org/hook",
                      "headers": {"Authorization": "Bearer hunter2hunter2"}}}
            """
                .getBytes(UTF_8)));
    Map<String, byte[]> files =
        unzip(mine.browser.bytes("/projects/" + mine.project.code() + "/export.zip"));
    JsonNode channel = json(files, "channels.json").get(0);
    assertThat(channel.path("name").asText()).isEqualTo("Hook");
    assertThat(channel.path("settings").path("down").path("method").asText()).isEqualTo("POST");
    assertThat(channel.toString()).doesNotContain("hunter2");
  }

  /** Adds a status page with a subscriber and a logo; returns its slug. */
  private String statusPage(Fixture of, String subscriber, byte[] logo) {
    String slug = "page-" + of.project.id();
    run(
        """
        WITH p AS (
          INSERT INTO status_pages (project_id, slug, name, logo, logo_type)
          VALUES (?, ?, 'Acme', ?, 'image/png') RETURNING id)
        INSERT INTO status_subscribers (page_id, kind, target, fingerprint, confirmed_at)
        SELECT id, 'email', ?, ?, now() FROM p
        """,
        of.project.id(),
        slug,
        logo,
        Fixture.DASHBOARD.secrets.seal(subscriber.getBytes(UTF_8)),
        TARGETS.ofMail(subscriber));
    return slug;
  }

  @Test
  void who_is_told_of_a_status_page_and_its_logo_are_in_it() throws Exception {
    byte[] logo = {(byte) 0x89, 'P', 'N', 'G', 0, -1};
    String slug = statusPage(mine, "Reader@example.org", logo);
    Map<String, byte[]> files =
        unzip(mine.browser.bytes("/projects/" + mine.project.code() + "/export.zip"));
    JsonNode told = json(files, "subscribers.json").get(0);
    assertThat(told.path("target").asText()).isEqualTo("Reader@example.org");
    assertThat(told.path("page").asText()).isEqualTo(slug);
    assertThat(told.path("confirmed_at").asText()).startsWith("2");
    assertThat(files.get("logos/" + slug + ".png")).isEqualTo(logo);
  }

  @Test
  void what_a_person_reads_is_told_to_them_and_ends_with_them() throws Exception {
    Fixture other = new Fixture();
    String slug = statusPage(other, mine.account.email().toUpperCase(Locale.ROOT), new byte[] {1});
    JsonNode read = json(unzip(mine.browser.bytes("/account/export.zip")), "subscriptions.json");
    assertThat(read.findValuesAsText("slug")).containsExactly(slug);
    run("DELETE FROM projects WHERE id = ?", mine.project.id());
    assertThat(erase(mine.account.email()).statusCode()).isEqualTo(303);
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM status_subscribers WHERE fingerprint = ?",
                TARGETS.ofMail(mine.account.email())))
        .isZero();
  }

  /** Their readers do not read: what is made for them waits. */
  @Test
  void a_third_copy_at_once_is_asked_to_come_later() throws Exception {
    UUID code = mine.check("Large");
    byte[] body = new byte[500_000];
    new Random(7).nextBytes(body); // more than all buffers on the way take
    run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT ?, n, now(), 'success', 'https', 'POST', 'curl', ? FROM generate_series(1, 60) n
        """,
        checkId(code),
        body);
    String path = "/projects/" + mine.project.code() + "/export.zip";
    try (Socket first = ask(path);
        Socket second = ask(path)) {
      assertThat(first.getInputStream().read()).isEqualTo('H');
      assertThat(second.getInputStream().read()).isEqualTo('H');
      HttpResponse<String> third = mine.browser.get(path);
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.body()).contains("Try again in a while");
      assertThat(third.headers().firstValue("retry-after")).contains("30");
      assertThat(third.headers().firstValue("content-disposition")).isEmpty();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (mine.browser.status("/account/export.zip") != 200 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(mine.browser.status("/account/export.zip")).isEqualTo(200);
  }

  private Socket ask(String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), Fixture.DASHBOARD.port());
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\nCookie: tocsin=%s\r\n\r\n"
                .formatted(path, mine.browser.cookie("tocsin"))
                .getBytes(UTF_8));
    return socket;
  }

  @Test
  void only_an_owner_takes_a_project_along_by_page_and_by_key() throws Exception {
    String page = "/projects/" + mine.project.code() + "/export.zip";
    Fixture other = new Fixture();
    assertThat(other.browser.status(page)).isEqualTo(404);
    run(
        "INSERT INTO members (project_id, account_id, role) VALUES (?, ?, 'manager')",
        mine.project.id(),
        other.account.id());
    assertThat(other.browser.status(page)).isEqualTo(404);
    assertThat(new TestBrowser(Fixture.DASHBOARD.url()).status(page)).isEqualTo(404);
    String api = "/api/v3/projects/" + mine.project.code() + "/export";
    HttpResponse<byte[]> whole = call(api, mine.project.apiKey());
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("content-type")).contains("application/zip");
    assertThat(json(unzip(whole.body()), "members.json")).hasSize(2);
    assertThat(call(api, mine.project.apiKeyReadonly()).statusCode()).isEqualTo(401);
    assertThat(call(api, other.project.apiKey()).statusCode()).isEqualTo(403);
    assertThat(call("/api/v3/account/export", mine.project.apiKey()).statusCode()).isEqualTo(403);
  }

  private static HttpResponse<byte[]> call(String path, String key) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(Fixture.DASHBOARD.url() + path))
                .header("X-Api-Key", key)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void the_file_of_a_person_tells_of_them_and_of_nobody_else() throws Exception {
    Fixture other = new Fixture();
    mine.check("Mine");
    Map<String, byte[]> files = unzip(mine.browser.bytes("/account/export.zip"));
    assertThat(json(files, "account.json").get(0).path("email").asText())
        .isEqualTo(mine.account.email());
    assertThat(json(files, "sessions.json").size()).isPositive();
    assertThat(json(files, "members.json").get(0).path("role").asText()).isEqualTo("owner");
    assertThat(json(files, "audit.json").findValuesAsText("action")).contains("account.export");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(new String(file.getValue(), UTF_8)).doesNotContain(other.account.email());
    }
  }

  @Test
  void who_is_erased_is_a_pseudonym_in_the_logs_and_nothing_else() {
    String email = mine.account.email();
    Fixture heir = new Fixture();
    run(
        "INSERT INTO members (project_id, account_id, role) VALUES (?, ?, 'member')",
        heir.project.id(),
        mine.account.id());
    run(
        "INSERT INTO audit (project_id, actor, action, detail) VALUES (?, ?, 'x', ?::jsonb)",
        heir.project.id(),
        email + " api:abcd",
        "{\"email\": \"%s\", \"other\": \"not%s\"}".formatted(email, email));
    run(
        """
        INSERT INTO silences (project_id, author, starts_at, ends_at) VALUES (?, ?, now(), now())
        """,
        heir.project.id(),
        email);
    assertThat(mine.browser.get("/account/erase").body())
        .contains("You are the only owner of these projects", "Project of " + email);
    HttpResponse<String> refused = erase(email);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(accounts(email)).isOne();
    run("DELETE FROM projects WHERE id = ?", mine.project.id());
    assertThat(erase("somebody@example.org").statusCode()).isEqualTo(422);
    HttpResponse<String> done = erase(" " + email.toUpperCase(Locale.ROOT) + " ");
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(accounts(email)).isZero();
    assertThat(mine.browser.get("/account").statusCode()).isEqualTo(303);
    String audit =
        Fixture.DASHBOARD
            .db
            .first(
                "reading",
                "SELECT actor || detail::text AS t FROM audit WHERE project_id = ? AND action = 'x'",
                row -> row.string("t"),
                heir.project.id())
            .orElseThrow();
    assertThat(audit)
        .matches("erased-\\w{12} api:abcd\\{\"email\": \"erased-\\w{12}\", \"other\": \"not.*\"}")
        .contains("not" + email);
    assertThat(
            Fixture.number(
                """
                SELECT (SELECT count(*) FROM audit WHERE actor LIKE ? OR detail::text LIKE ?)
                     + (SELECT count(*) FROM silences WHERE author = ?) AS v
                """,
                email + "%",
                "%\"" + email + "\"%",
                email))
        .isZero();
  }

  private HttpResponse<String> erase(String confirm) {
    return mine.browser.submit("/account", "/account/erase", "confirm", confirm);
  }

  private static long accounts(String email) {
    return Fixture.number("SELECT count(*) AS v FROM accounts WHERE email = ?", email);
  }

  @Test
  void of_two_owners_who_go_at_once_one_stays() throws Exception {
    Fixture other = new Fixture();
    run("DELETE FROM projects WHERE id = ?", other.project.id());
    run(
        "INSERT INTO members (project_id, account_id, role) VALUES (?, ?, 'owner')",
        mine.project.id(),
        other.account.id());
    var erasure = new Erasure(Fixture.DASHBOARD.db, TARGETS);
    var together = new CyclicBarrier(2);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var both =
          pool.invokeAll(
              List.of(
                  going(erasure, mine.account, together), going(erasure, other.account, together)));
      assertThat(both.get(0).get()).isNotEqualTo(both.get(1).get());
    } finally {
      pool.shutdown();
    }
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM members WHERE project_id = ? AND role = 'owner'",
                mine.project.id()))
        .isOne();
  }

  private static Callable<Boolean> going(Erasure erasure, Account who, CyclicBarrier together) {
    return () -> {
      together.await();
      return erasure.erase(who).either(done -> true, refused -> false);
    };
  }
}
