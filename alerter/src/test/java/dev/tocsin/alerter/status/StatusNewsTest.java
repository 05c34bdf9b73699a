package dev.tocsin.alerter.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.store.SubscriberLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribers are told what people announced, each once, and nobody else is. */
class StatusNewsTest {

  private static final String SITE = "https://t.example";

  private final World world = new World();
  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound =
      new Outbound(OutboundConfig.DEFAULT.withAllowPrivate(true), timeBox);
  private final SubscriberLinks links = new SubscriberLinks(world.secrets, SITE);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final long page =
      world.one(
          """
          INSERT INTO status_pages (project_id, slug, name)
          SELECT id, 'acme', 'Acme' FROM projects RETURNING id AS n
          """);

  @AfterEach
  void close() {
    outbound.close();
    timeBox.close();
    world.close();
  }

  private long subscriber(String kind, String target, boolean confirmed) {
    return world.one(
        """
        INSERT INTO status_subscribers (page_id, kind, target, fingerprint, confirmed_at)
        VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() END) RETURNING id AS n
        """,
        page,
        kind,
        world.secrets.seal(target.getBytes(StandardCharsets.UTF_8)),
        target.getBytes(StandardCharsets.UTF_8),
        confirmed);
  }

  private void announce(String title) {
    world.run(
        """
        WITH a AS (
          INSERT INTO announcements (page_id, kind, title, impact, starts_at, author)
          VALUES (?, 'incident', ?, 'minor', now(), 'cli') RETURNING id),
        u AS (
          INSERT INTO announcement_updates (announcement_id, state, body, author)
          SELECT id, 'investigating', E'We look.\\n\\nMore at noon.', 'cli' FROM a RETURNING id)
        INSERT INTO status_news (update_id) SELECT id FROM u
        """,
        page,
        title);
  }

  private StatusNews news() {
    return new StatusNews(world.db, world.secrets, SITE, true);
  }

  private StatusCalls calls() {
    return new StatusCalls(world.db, world.secrets, SITE, outbound);
  }

  private List<PersonalLetter> letters() {
    return world.db.query(
        "reading letters",
        "SELECT letter FROM account_mail ORDER BY id",
        row -> PersonalLetter.ofBytes(world.secrets.open(row.bytes("letter"))));
  }

  private long count(String table) {
    return world.one("SELECT count(*) AS n FROM " + table);
  }

  @Test
  void who_has_confirmed_gets_one_letter_with_a_way_out() {
    subscriber("email", "ada@example.org", true);
    subscriber("email", "eve@example.org", false);
    announce("Orders are slow");
    assertThat(news().runOnce()).isTrue();
    assertThat(news().runOnce()).isFalse();
    assertThat(letters()).hasSize(1);
    PersonalLetter letter = letters().get(0);
    assertThat(letter.subject()).isEqualTo("Acme: Orders are slow (investigating)");
    assertThat(letter.lines()).contains("We look.", "More at noon.");
    assertThat(letter.leave().orElseThrow()).startsWith(SITE + "/status/acme/leave/");
  }

  @Test
  void many_are_told_in_portions_and_a_restart_tells_nobody_twice() {
    for (int i = 0; i < 250; i++) {
      subscriber("email", i + "@example.org", true);
    }
    announce("Orders are slow");
    assertThat(news().runOnce()).isTrue();
    assertThat(count("account_mail")).isEqualTo(100);
    while (news().runOnce()) {} // each time as after a restart
    assertThat(world.one("SELECT count(DISTINCT recipient) AS n FROM account_mail")).isEqualTo(250);
    assertThat(count("account_mail")).isEqualTo(250);
    assertThat(count("status_news")).isZero();
  }

  @Test
  void a_full_outbox_is_waited_for() {
    world.run(
        """
        INSERT INTO account_mail (recipient, letter, expires_at)
        SELECT 'x@example.org', '', now() + interval '1 h' FROM generate_series(1, 1000)
        """);
    subscriber("email", "ada@example.org", true);
    announce("Orders are slow");
    assertThat(news().runOnce()).isFalse();
    assertThat(count("status_news")).isEqualTo(1);
  }

  /** A server that answers each call with what it makes of it. */
  private HttpServer hook(int status, UnaryOperator<String> answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heard.add(body);
          byte[] bytes = answer.apply(body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private long challenge(HttpServer server) {
    long id =
        subscriber(
            "webhook", "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()), false);
    world.run(
        """
        INSERT INTO status_calls (subscriber_id, challenge, body, expires_at)
        VALUES (?, true, ?, now() + interval '1 h')
        """,
        id,
        "{\"challenge\":\"%s\"}".formatted(links.challenge(code(id))));
    return id;
  }

  private UUID code(long id) {
    return world
        .db
        .first(
            "reading a code",
            "SELECT code FROM status_subscribers WHERE id = ?",
            row -> row.uuid("code"),
            id)
        .orElseThrow();
  }

  @Test
  void a_webhook_that_answers_the_challenge_is_told_from_then_on() throws IOException {
    HttpServer server = hook(200, body -> body);
    challenge(server);
    announce("Before it answered");
    while (news().runOnce()) {}
    assertThat(calls().runOnce()).isTrue();
    announce("Orders are slow");
    while (news().runOnce()) {}
    assertThat(calls().runOnce()).isTrue();
    assertThat(calls().runOnce()).isFalse();
    assertThat(heard).hasSize(2);
    assertThat(heard.get(1)).contains("\"title\":\"Orders are slow\"", "\"unsubscribe\":\"https:");
    server.stop(0);
  }

  @Test
  void a_webhook_that_does_not_answer_the_challenge_is_forgotten() throws IOException {
    HttpServer server = hook(200, body -> "thanks");
    challenge(server);
    assertThat(calls().runOnce()).isTrue();
    assertThat(count("status_subscribers")).isZero();
    assertThat(count("status_calls")).isZero();
    server.stop(0);
  }

  @Test
  void a_webhook_in_trouble_is_called_again_later() throws IOException {
    HttpServer server = hook(503, body -> "");
    challenge(server);
    assertThat(calls().runOnce()).isTrue();
    assertThat(calls().runOnce()).isFalse();
    assertThat(world.one("SELECT attempts AS n FROM status_calls WHERE next_at > now()"))
        .isEqualTo(1);
    server.stop(0);
  }
}
