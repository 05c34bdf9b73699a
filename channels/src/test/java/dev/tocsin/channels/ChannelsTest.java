package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  private static final ChannelsConfig CONFIG =
      new ChannelsConfig(Optional.empty(), OutboundConfig.DEFAULT, "Tocsin");

  @Test
  void every_kind_is_found_by_its_code() {
    try (var channels = new Channels(CONFIG)) {
      assertThat(channels.kinds())
          .extracting(ChannelKind::code)
          .startsWith("email", "webhook")
          .doesNotHaveDuplicates();
      for (ChannelKind kind : channels.kinds()) {
        assertThat(channels.kind(kind.code())).contains(kind);
      }
      assertThat(channels.kind("pigeon")).isEmpty();
    }
  }

  @Test
  void every_kind_that_sends_over_http_is_held_to_the_contract() {
    Set<String> others = Set.of("email", "shell", "group", "rota");
    try (var channels = new Channels(CONFIG)) {
      assertThat(HttpCases.all().map(HttpCase::code))
          .containsExactlyInAnyOrderElementsOf(
              channels.kinds().stream()
                  .map(ChannelKind::code)
                  .filter(code -> !others.contains(code))
                  .toList());
    }
  }

  @Test
  void private_addresses_are_refused_unless_allowed() {
    String json = "{\"down\": {\"url\": \"http://localhost:9/\"}}";
    Alert alert = TestAlerts.of("k", TestAlerts.down("x"));
    try (var channels = new Channels(CONFIG)) {
      Verdict got = channels.kind("webhook").orElseThrow().open(json).deliver(alert);
      assertThat(got).isInstanceOf(Verdict.GiveUp.class);
    }
    var open = new ChannelsConfig(Optional.empty(), CONFIG.outbound().withAllowPrivate(true), "T");
    try (var channels = new Channels(open)) {
      Verdict got = channels.kind("webhook").orElseThrow().open(json).deliver(alert);
      assertThat(got)
          .isEqualTo(new Verdict.TryAgain("localhost: connection refused", Optional.empty()));
    }
  }
}
