package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.HttpPeer.Asked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what HTTP brings with it, for every kind that sends over HTTP. */
@ParameterizedClass
@MethodSource("cases")
class HttpKindsTest extends ChannelContract {

  /**
   * For all kinds and tests in which every call ends before its test: making channels anew for each
   * would be most of the work. They live as long as the JVM.
   */
  private static final Provider SHARED = new Provider();

  /** What each provider takes of a text, in characters; of ours nearly all are one byte each. */
  private static final Map<String, Integer> MOST =
      Map.ofEntries(
          Map.entry("alertmanager", 1_000_000), // each check is an alert of its own there
          Map.entry("apprise", 4_000),
          Map.entry("call", 400),
          Map.entry("discord", 4_096),
          Map.entry("googlechat", 4_000),
          Map.entry("gotify", 10_000),
          Map.entry("matrix", 36_000),
          Map.entry("mattermost", 8_000),
          Map.entry("msteams", 26_000),
          Map.entry("ntfy", 4_096),
          Map.entry("opsgenie", 15_000),
          Map.entry("pagerduty", 1_024),
          Map.entry("pushover", 1_024),
          Map.entry("rocketchat", 5_000),
          Map.entry("signal", 2_000),
          Map.entry("slack", 3_000),
          Map.entry("sms", 400),
          Map.entry("telegram", 4_096),
          Map.entry("webhook", 1_000),
          Map.entry("zulip", 10_000));

  private static final int AROUND = 2_500;

  private final HttpCase is;
  private Provider provider = SHARED;

  /** A server in the place of a provider, and all kinds with their endpoints there. */
  private static final class Provider {
    final HttpPeer peer = new HttpPeer();
    final Map<Duration, Channels> channels = new HashMap<>();

    String base() {
      return "http://127.0.0.1:" + peer.port();
    }

    Channels channels(Duration limit) {
      return channels.computeIfAbsent(limit, this::open);
    }

    private Channels open(Duration limit) {
      var outbound = new OutboundConfig(true, limit, limit, 1024, Optional.empty(), "Tocsin");
      var endpoints = new Endpoints(Optional.of(base()));
      return new Channels(new ChannelsConfig(Optional.empty(), outbound, endpoints, "Tocsin"));
    }

    void close() {
      peer.close();
      channels.values().forEach(Channels::close);
    }
  }

  HttpKindsTest(HttpCase is) {
    this.is = is;
  }

  static Stream<HttpCase> cases() {
    return HttpCases.all();
  }

  @BeforeEach
  void forget() {
    SHARED.peer.asked().clear();
  }

  @AfterEach
  void close() {
    if (provider != SHARED) {
      provider.close();
    }
  }

  @Override
  protected ChannelKind kind(Duration limit) {
    return provider.channels(limit).kind(is.code()).orElseThrow();
  }

  private HttpPeer peer() {
    return provider.peer;
  }

  private String base() {
    return provider.base();
  }

  @Override
  protected String settings() {
    return is.settingsFor(base(), SECRET);
  }

  @Override
  protected void peer(Peer mood) {
    if (EnumSet.of(Peer.HANGS, Peer.TRICKLES, Peer.HANGS_UP, Peer.IS_AWAY).contains(mood)) {
      provider = new Provider(); // a call that was cut off may arrive late
    }
    HttpPeer peer = peer();
    switch (mood) {
      case TAKES -> peer.is(is.taken().mood());
      case IS_BUSY -> peer.is(is.busy().mood());
      case DENIES_ACCESS -> peer.is(HttpPeer.says(401, SECRET + "\r\n", List.of()));
      case REFUSES_FOR_GOOD -> peer.is(is.gone().mood());
      case HANGS -> peer.is(HttpPeer.HANGS);
      case TRICKLES -> peer.is(HttpPeer.TRICKLES_HEADERS);
      case HANGS_UP -> peer.is(HttpPeer.HANGS_UP);
      case IS_AWAY -> peer.close();
    }
  }

  @Override
  protected int mostBytes() {
    assertThat(MOST).containsKey(is.code());
    return MOST.getOrDefault(is.code(), 0) + AROUND;
  }

  /** Forms are decoded: what matters is what is read. */
  @Override
  protected List<String> taken() {
    return peer().asked().stream().map(HttpKindsTest::body).toList();
  }

  private static String body(Asked asked) {
    boolean form = asked.header("Content-Type").startsWith("application/x-www-form-urlencoded");
    return form ? URLDecoder.decode(asked.body(), StandardCharsets.UTF_8) : asked.body();
  }

  @Override
  protected List<String> identities() {
    return peer().asked().stream().map(is.identity()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void a_message_that_is_rejected_does_not_break_the_channel(int status) {
    peer().is(HttpPeer.says(status, "{}", List.of()));
    Verdict verdict = deliver(down());
    assertThat(verdict).isNotInstanceOf(Verdict.Delivered.class);
    boolean broken = verdict instanceof Verdict.GiveUp given && given.channelBroken();
    assertThat(broken).as(verdict.detail()).isEqualTo(is.templates());
    assertThat(verdict.detail()).contains(String.valueOf(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void what_may_pass_is_tried_again(int status) {
    peer().is(HttpPeer.says(status, "<html>", List.of("Retry-After: 11")));
    assertThat(deliver(down()))
        .isInstanceOfSatisfying(
            Verdict.TryAgain.class,
            again -> assertThat(again.after()).contains(Duration.ofSeconds(11)));
  }

  @Test
  void what_is_gone_breaks_the_channel() {
    peer(Peer.REFUSES_FOR_GOOD);
    assertThat(deliver(down()))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isTrue());
  }

  @Test
  void the_provider_says_in_its_own_way_when_to_come_back() {
    peer(Peer.IS_BUSY);
    assertThat(deliver(down()))
        .isInstanceOfSatisfying(
            Verdict.TryAgain.class, again -> assertThat(again.after()).isEqualTo(is.asked()));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 308})
  void a_redirect_is_not_followed(int status) {
    peer().is(HttpPeer.says(status, "", List.of("Location: %s/next".formatted(base()))));
    assertThat(deliver(down())).isInstanceOf(Verdict.GiveUp.class);
    assertThat(peer().asked()).hasSize(1);
  }

  @Test
  void a_huge_answer_is_cut() {
    peer().is(HttpPeer.answersWithoutEnd(503));
    assertThat(deliver(down())).isInstanceOf(Verdict.TryAgain.class);
  }

  @Test
  void every_alert_there_is_can_be_sent_and_is_well_formed() throws Exception {
    peer(Peer.TAKES);
    for (Alert alert : TestAlerts.everySort()) {
      assertThat(deliver(alert)).isInstanceOf(Verdict.Delivered.class);
    }
    for (Asked asked : peer().asked()) {
      if (asked.header("Content-Type").startsWith("application/json")) {
        assertThat(new ObjectMapper().readTree(asked.body()).isMissingNode()).isFalse();
      }
      assertThat(asked.header("Content-Type").isEmpty()).isEqualTo(asked.body().isEmpty());
      assertThat(is.templates() || !body(asked).matches("(?s).*[\u202e\u2066\u2028].*")).isTrue();
      assertThat(asked.header("X-Boom")).isEmpty();
    }
  }

  @Test
  void it_has_a_picture_and_fields_that_explain_themselves() {
    ChannelKind kind = kind(Duration.ofSeconds(1));
    assertThat(kind.icon())
        .startsWith("<svg ")
        .contains("viewBox=\"0 0 24 24\"", "currentColor")
        .hasSizeLessThan(1_000);
    assertThat(kind.fields()).isNotEmpty().allMatch(field -> !field.label().isBlank());
  }
}
