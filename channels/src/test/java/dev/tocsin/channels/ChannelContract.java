package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of channel promises. A subclass says how its peer behaves. */
public abstract class ChannelContract {

  /** For peers that answer: far longer than a loopback needs on a busy machine. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  /** For peers that never will. */
  private static final Duration HASTY = Duration.ofMillis(100);

  /** In settings, URL, password: wherever a secret may stand. */
  protected static final String SECRET = "hunter2-s3cret";

  private static final String HOSTILE = "\"{}[],:0\r\n\u0000é\u202e$ ";

  /** How the other side behaves. */
  protected enum Peer {
    TAKES,
    IS_BUSY,
    DENIES_ACCESS,
    REFUSES_FOR_GOOD,
    HANGS,
    TRICKLES,
    HANGS_UP,
    IS_AWAY
  }

  /**
   * The kind under test.
   *
   * @param limit bounds connecting, each answer and the whole of an attempt
   */
  protected abstract ChannelKind kind(Duration limit);

  private ChannelKind kind() {
    return kind(PATIENT);
  }

  /** Settings that lead to the peer, with {@link #SECRET} wherever one may stand. */
  protected abstract String settings();

  protected abstract void peer(Peer mood);

  /** Every message that the peer took, as text with the subject or URL in it. */
  protected abstract List<String> taken();

  @Test
  void what_the_peer_takes_is_delivered() {
    peer(Peer.TAKES);
    assertThat(deliver(down())).isInstanceOf(Verdict.Delivered.class);
    assertThat(taken()).singleElement().asString().contains("nightly backup");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"IS_BUSY", "DENIES_ACCESS", "HANGS", "TRICKLES", "HANGS_UP", "IS_AWAY"},
      mode = EnumSource.Mode.INCLUDE)
  void trouble_that_may_pass_is_tried_again_and_never_outlasts_its_time(Peer mood) {
    peer(mood);
    long start = System.nanoTime();
    Verdict verdict = deliver(down(), limit(mood));
    assertThat(verdict).isInstanceOf(Verdict.TryAgain.class);
    assertThat(verdict.detail()).isNotBlank().doesNotContain(SECRET).doesNotContain("\n");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isLessThan(limit(mood).plusSeconds(10)); // generous: the machine may be busy
  }

  @Test
  void what_is_refused_for_good_is_given_up() {
    peer(Peer.REFUSES_FOR_GOOD);
    assertThat(deliver(down())).isInstanceOf(Verdict.GiveUp.class);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TAKES", "REFUSES_FOR_GOOD"},
      mode = EnumSource.Mode.INCLUDE)
  void no_verdict_tells_a_secret(Peer mood) {
    peer(mood);
    String detail = deliver(down(), limit(mood)).detail();
    assertThat(detail).isNotBlank().doesNotContain(SECRET).doesNotContain("\n");
    assertThat(kind().summary(settings())).isNotBlank().doesNotContain(SECRET);
  }

  @Test
  void the_same_alert_looks_the_same_at_every_attempt() {
    peer(Peer.IS_BUSY);
    assertThat(deliver(down())).isInstanceOf(Verdict.TryAgain.class);
    peer(Peer.TAKES);
    assertThat(deliver(down())).isInstanceOf(Verdict.Delivered.class);
    assertThat(identities()).hasSizeGreaterThanOrEqualTo(1);
    assertThat(identities().stream().distinct()).hasSize(1);
  }

  /** What tells the peer that two messages are one: of each message that arrived. */
  protected abstract List<String> identities();

  /** What the provider takes of one message, in bytes, and what is around its text. */
  protected abstract int mostBytes();

  @Test
  void a_long_list_is_cut_to_what_the_provider_takes_and_says_how_long_it_is() {
    peer(Peer.TAKES);
    Alert.News[] news = new Alert.News[1_000];
    for (int i = 0; i < news.length; i++) {
      news[i] = TestAlerts.down("check-%04d-%s".formatted(i, "x".repeat(60)));
    }
    String title = news.length + " checks are down";
    assertThat(deliver(TestAlerts.withNotice(title, news))).isInstanceOf(Verdict.Delivered.class);
    if (kind().open(settings()).groups()) { // others are told of each check apart
      Alert alert = TestAlerts.of("key-of-many", news);
      assertThat(deliver(alert)).isInstanceOf(Verdict.Delivered.class);
    }
    for (String message : taken()) {
      assertThat(message).as("counts them, or names them all").containsAnyOf(title, "check-0999");
      assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(mostBytes());
    }
    assertThat(taken()).isNotEmpty();
  }

  @Test
  void a_test_reads_as_a_test() {
    peer(Peer.TAKES);
    Alert test = TestAlerts.test("key-of-test");
    assertThat(kind().open(settings()).deliver(test)).isInstanceOf(Verdict.Delivered.class);
    assertThat(taken()).singleElement().asString().contains("TEST");
  }

  @Test
  void good_settings_have_no_problems_and_a_code_and_a_title() {
    assertThat(kind().problems(settings())).isEmpty();
    assertThat(kind().code()).matches("[a-z]+");
    assertThat(kind().title()).isNotBlank();
  }

  @Test
  void masked_settings_tell_no_secret_and_come_back_whole() throws Exception {
    ChannelKind kind = kind();
    String masked = kind.masked(settings());
    assertThat(masked).doesNotContain(SECRET);
    var json = new ObjectMapper();
    assertThat(json.readTree(kind.unmasked(masked, settings())))
        .isEqualTo(json.readTree(settings()));
    for (String text : List.of("", "null", "[]", "{", "{\"down\": 1, \"up\": {\"url\": 2}}")) {
      assertThat(kind.masked(text)).isNotNull();
      assertThat(kind.unmasked(text, settings())).isNotNull();
      assertThat(kind.unmasked(masked, text)).isNotNull();
    }
  }

  @Test
  void any_text_as_settings_gets_problems_and_never_an_exception() {
    ChannelKind kind = kind();
    long seed = System.nanoTime();
    var random = new Random(seed);
    String good = settings();
    for (int i = 0; i < 200; i++) {
      String broken = mutate(good, random);
      String context = "seed %d, settings %s".formatted(seed, broken);
      List<String> problems = kind.problems(broken);
      assertThat(problems).as(context).allMatch(problem -> problem.contains(": "));
      assertThat(kind.summary(broken)).as(context).isNotBlank();
      if (problems.isEmpty()) {
        assertThat(kind.open(broken)).as(context).isNotNull();
      } else {
        assertThatThrownBy(() -> kind.open(broken))
            .as(context)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    String deep = "[".repeat(50_000);
    for (String text : List.of("", " ", "null", "[]", "7", "{", "\u0000", deep, "{\"a\":1}")) {
      assertThat(kind.problems(text)).as(text).isNotEmpty();
      assertThat(kind.summary(text)).isNotBlank();
    }
  }

  private static String mutate(String good, Random random) {
    var text = new StringBuilder(good);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, HOSTILE.charAt(random.nextInt(HOSTILE.length())));
        default -> text.setCharAt(at, (char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }

  protected final Verdict deliver(Alert alert) {
    return deliver(alert, PATIENT);
  }

  private Verdict deliver(Alert alert, Duration limit) {
    return kind(limit).open(settings()).deliver(alert);
  }

  private static Duration limit(Peer mood) {
    return mood == Peer.HANGS || mood == Peer.TRICKLES ? HASTY : PATIENT;
  }

  protected static Alert down() {
    return TestAlerts.of("key-of-alert", TestAlerts.down("nightly backup"));
  }
}
