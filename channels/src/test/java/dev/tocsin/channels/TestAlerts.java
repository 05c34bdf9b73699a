package dev.tocsin.channels;

import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.schedule.Period;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Alerts as the alerter makes them. */
public final class TestAlerts {

  public static final UUID CODE = UUID.fromString("0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1");
  public static final URI SITE = URI.create("https://tocsin.example.org");
  public static final Instant DOWN_AT = Instant.parse("2026-11-20T05:25:00.123456Z");

  /** What people, and those who wish them ill, call their checks. */
  public static final String HOSTILE_NAME =
      "\"'`*_~<script>&amp;</script> @everyone @channel <!here> @**all** [x](http://e) {} 😀\ud83d"
          + " \u202e<users/all>";

  /** A way out of every place in which text may stand, for those who write what is shown there. */
  public static final String HOSTILE_TEXT =
      "javascript:boom()//'\"></title></style></pre></a><boom onclick=boom()><script>boom()</script>"
          + "<img src=http://e>&lt;boom&gt;`*_~[x](http://e)<http://e|x> @everyone {{boom}} $BOOM %s"
          + "\r\nX-Boom: 1\r\n.\r\n\r\n<boom>\rX-Boom: 2\u2028\u2029\u0085\u0001\u001b[31m\u202e\u2066";

  private TestAlerts() {}

  public static Alert of(String key, Alert.News... news) {
    return new Alert(
        key, Optional.empty(), List.of(news), false, "Tocsin", SITE, DOWN_AT.plusMillis(300));
  }

  /** A notice without news. */
  public static Alert notice(String key, Alert.Level level, String title, String... lines) {
    var notice = new Alert.Notice("notice-1", level, title, List.of(lines), SITE);
    return new Alert(key, Optional.of(notice), List.of(), false, "Tocsin", SITE, DOWN_AT);
  }

  /** A notice whose details are these news. */
  public static Alert withNotice(String title, Alert.News... news) {
    Alert notice = notice("key-of-notice", Alert.Level.PROBLEM, title, "a line");
    return notice.withNews(List.of(news));
  }

  public static Alert test(String key) {
    return Alert.ofTest(key, "Acme", "Tocsin", SITE, DOWN_AT);
  }

  /** A backup that was last heard an hour and five minutes before its deadline. */
  public static Alert.News down(String name) {
    return down(name, "timeout", Optional.of(ping("success", Optional.of(0), "all is well")));
  }

  public static Alert.News down(String name, String reason, Optional<Alert.LastPing> ping) {
    return news(name, "down", DOWN_AT, reason, Optional.empty(), ping);
  }

  public static Alert.News up(String name) {
    Instant at = DOWN_AT.plusSeconds(2 * 3600 + 5 * 60);
    return news(name, "up", at, "success", Optional.of(DOWN_AT), Optional.empty());
  }

  public static Alert.LastPing ping(String kind, Optional<Integer> exitStatus, String body) {
    return new Alert.LastPing(
        17, DOWN_AT.minusSeconds(65 * 60), kind, exitStatus, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A backup that failed after some minutes of work, whose incident may be acknowledged. */
  public static Alert failed(String name) {
    Alert.News is = down(name);
    byte[] body = "disk full\r\ngiving up\n".getBytes(StandardCharsets.UTF_8);
    List<Alert.LastPing> pings =
        List.of(
            new Alert.LastPing(17, DOWN_AT, "fail", Optional.of(3), body),
            new Alert.LastPing(
                16, DOWN_AT.minusSeconds(65 * 60), "success", Optional.of(0), new byte[0]),
            new Alert.LastPing(
                15, DOWN_AT.minusSeconds(125 * 60), "fail", Optional.of(1), new byte[0]));
    return of(
        "key-of-failed",
        new Alert.News(
            is.code(),
            is.name(),
            is.slug(),
            is.tags(),
            is.description(),
            is.rules(),
            is.projectName(),
            is.status(),
            is.at(),
            "fail",
            is.downSince(),
            is.unheard(),
            pings,
            Optional.of(Duration.ofSeconds(130)),
            Optional.of(() -> URI.create(SITE + "/ack/t0ken")),
            is.checkJson()));
  }

  /** A success after two seconds, of a check that expects a minute of work. */
  public static Alert.News tooFast(String name) {
    Alert.News is = down(name, "too_fast", Optional.of(ping("success", Optional.of(0), "done")));
    var policy =
        Policy.of(
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ZERO,
            1,
            1,
            false,
            false,
            BlindPolicy.EXCUSE);
    return new Alert.News(
        is.code(),
        is.name(),
        is.slug(),
        is.tags(),
        is.description(),
        new CheckRules(is.rules().schedule(), is.rules().grace(), false, policy),
        is.projectName(),
        is.status(),
        is.at(),
        is.reason(),
        is.downSince(),
        is.unheard(),
        is.pings(),
        Optional.of(Duration.ofSeconds(2)),
        Optional.empty(),
        is.checkJson());
  }

  /** The same with a link to acknowledge it. */
  public static Alert.News acknowledgeable(Alert.News is) {
    return like(is, is.code(), is.unheard(), Optional.of(() -> URI.create(SITE + "/ack/abc")));
  }

  /** The same of another check. */
  public static Alert.News of(UUID code, Alert.News is) {
    return like(is, code, is.unheard(), is.acknowledge());
  }

  /** The same, of which nobody could hear so much. */
  public static Alert.News unheard(Alert.News is, Duration unheard) {
    return like(is, is.code(), unheard, is.acknowledge());
  }

  private static Alert.News like(
      Alert.News is, UUID code, Duration unheard, Optional<Supplier<URI>> acknowledge) {
    return new Alert.News(
        code,
        is.name(),
        is.slug(),
        is.tags(),
        is.description(),
        is.rules(),
        is.projectName(),
        is.status(),
        is.at(),
        is.reason(),
        is.downSince(),
        unheard,
        is.pings(),
        is.took(),
        acknowledge,
        is.checkJson());
  }

  /** Alerts in which every text that anybody may have written is hostile. */
  public static List<Alert> hostile() {
    Alert.News is = down(HOSTILE_TEXT);
    byte[] body = HOSTILE_TEXT.getBytes(StandardCharsets.UTF_8);
    Alert.News news =
        new Alert.News(
            is.code(),
            HOSTILE_TEXT,
            HOSTILE_TEXT,
            HOSTILE_TEXT,
            HOSTILE_TEXT,
            is.rules(),
            HOSTILE_TEXT,
            is.status(),
            is.at(),
            "fail",
            is.downSince(),
            is.unheard(),
            List.of(new Alert.LastPing(17, DOWN_AT, "fail", Optional.of(3), body)),
            is.took(),
            is.acknowledge(),
            is.checkJson());
    return List.of(
        of("h1", news),
        of("h2", news, up(HOSTILE_TEXT)),
        withNotice(HOSTILE_TEXT, news),
        notice("h3", Alert.Level.PROBLEM, HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT));
  }

  /** One alert of every sort there is; the worst of texts are in it. */
  public static List<Alert> everySort() {
    Alert.News hostile = down(HOSTILE_NAME);
    byte[] log = "``` <b>😀\u0000\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    var ping = new Alert.LastPing(17, DOWN_AT, "fail", Optional.of(3), log);
    Alert.News[] many =
        IntStream.range(0, 150)
            .mapToObj(i -> i % 3 == 0 ? up(HOSTILE_NAME + i) : hostile)
            .toArray(Alert.News[]::new);
    List<Alert> usual =
        List.of(
            failed("nightly backup"),
            of("k1", hostile),
            of("k2", down(HOSTILE_NAME, "fail", Optional.of(ping))),
            of("k3", up(HOSTILE_NAME)),
            of("k4", tooFast("x")),
            of("k5", many),
            withNotice(HOSTILE_NAME, many),
            withNotice("x is still down", down("x")),
            notice("k6", Alert.Level.OVER, "over"),
            notice("k7", Alert.Level.INFO, "to know", "😀".repeat(5_000), HOSTILE_NAME),
            test("k8"));
    return Stream.concat(usual.stream(), hostile().stream()).toList();
  }

  private static Alert.News news(
      String name,
      String status,
      Instant at,
      String reason,
      Optional<Instant> downSince,
      Optional<Alert.LastPing> ping) {
    var rules = new CheckRules(new Period(Duration.ofHours(1)), Duration.ofMinutes(5), false);
    return new Alert.News(
        CODE,
        name,
        "nightly-backup",
        "prod db",
        "copies the database",
        rules,
        "Acme",
        status,
        at,
        reason,
        downSince,
        Duration.ZERO,
        ping.stream().toList(),
        Optional.empty(),
        Optional.empty(),
        () -> "{\"name\": \"nightly\", \"n_pings\": 17}");
  }
}
