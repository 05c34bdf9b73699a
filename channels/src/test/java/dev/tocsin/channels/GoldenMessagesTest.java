package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.channels.HttpPeer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What chat programs are sent, request by request, as files that people can read. After a change of
 * words, run it with {@code -Dgolden.write=true} and look at what has changed.
 */
class GoldenMessagesTest {

  private static final Path FILES = Path.of("src/test/resources/dev/tocsin/channels/golden");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discord",
        "googlechat",
        "matrix",
        "mattermost",
        "msteams",
        "rocketchat",
        "slack",
        "telegram",
        "zulip"
      })
  void messages_are_as_they_were_agreed(String code) throws IOException {
    var all = new StringBuilder();
    try (var wire = new Wire(code)) {
      for (Map.Entry<String, Alert> alert : alerts().entrySet()) {
        Asked asked = wire.sent(alert.getValue());
        all.append("=== ").append(alert.getKey()).append('\n');
        all.append(asked.method()).append(' ').append(asked.target()).append('\n');
        all.append(body(asked)).append("\n\n");
      }
    }
    Path file = FILES.resolve(code + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FILES);
      Files.writeString(file, all);
    }
    assertThat(all.toString()).isEqualTo(Files.readString(file));
  }

  private static Map<String, Alert> alerts() {
    Map<String, Alert> alerts = new LinkedHashMap<>();
    alerts.put("one down", TestAlerts.failed("nightly backup"));
    alerts.put("one up", TestAlerts.of("key-of-up", TestAlerts.up("nightly backup")));
    alerts.put(
        "three downs",
        TestAlerts.of(
            "key-of-three",
            TestAlerts.down("backup"),
            TestAlerts.down("<report> & *more*"),
            TestAlerts.tooFast("sync @all")));
    alerts.put(
        "a storm",
        TestAlerts.withNotice(
            "12 of 40 checks missed their deadlines within one minute",
            TestAlerts.down("backup"),
            TestAlerts.down("report")));
    alerts.put(
        "a reminder",
        TestAlerts.withNotice(
            "backup is still down, for 2 hours by now", TestAlerts.down("backup")));
    alerts.put(
        "runs that nobody could verify",
        TestAlerts.notice(
            "key-of-unverified",
            Alert.Level.INFO,
            "2 runs could not be verified",
            "Tocsin could not hear pings from 02:55 to 03:10 UTC.",
            "Not heard since: backup, report."));
    alerts.put("a test", TestAlerts.test("key-of-test"));
    return alerts;
  }

  private static String body(Asked asked) throws IOException {
    if (asked.header("Content-Type").startsWith("application/json")) {
      // Through a map: members are sorted, so that the order in which they are sent is free.
      Object plain = JSON.treeToValue(JSON.readTree(asked.body()), Object.class);
      return JSON.writeValueAsString(plain);
    }
    var lines = new StringBuilder();
    Wire.form(asked).forEach((name, value) -> lines.append(name + ": " + value + "\n"));
    return lines.toString().strip();
  }

  /** Every list that a message may hold is bounded by what its provider takes. */
  @ParameterizedTest
  @ValueSource(strings = {"discord", "googlechat", "mattermost", "msteams", "slack", "telegram"})
  void of_two_hundred_checks_the_first_are_named_and_the_others_counted(String code) {
    Alert.News[] news = new Alert.News[200];
    for (int i = 0; i < news.length; i++) {
      news[i] = TestAlerts.down("check-%03d".formatted(i));
    }
    try (var wire = new Wire(code)) {
      String text = wire.sent(TestAlerts.of("k", news)).body();
      assertThat(text).contains("200 checks are down", "check-000");
      int named = text.split("check-\\d{3}(?!,| and)", -1).length - 1;
      assertThat(text).contains("… and %d more checks are not shown".formatted(200 - named));
      assertThat(named).isGreaterThanOrEqualTo(10);
    }
  }
}
