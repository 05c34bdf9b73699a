package dev.tocsin.dashboard.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPairsTest {

  /** Pings as {@code <second><kind><run>}; durations in seconds, - for none. */
  @ParameterizedTest
  @CsvSource({
    "0start 5success, - 5",
    "0start 5fail, - 5",
    "0success 5success, - -",
    "0start 2start 5success, - - 3",
    "0start 5success 7success, - 5 -",
    "0startA 5success 7successA, - - 7",
    "0startA 1startB 5successA 7failB, - - 5 6",
    "0start 2log 3ign 5success, - - - 5",
    "0start 259200success, - 259200",
    "0start 259201success, - -",
    "5start 3success, - 0",
  })
  void a_completion_belongs_to_the_latest_open_start_of_its_run(String pings, String durations) {
    List<LoggedPing> log = new ArrayList<>();
    for (String text : pings.split(" ", -1)) {
      log.add(ping(log.size() + 1, text));
    }
    assertThat(
            RunPairs.timed(log).stream()
                .map(LoggedPing::duration)
                .map(RunPairsTest::seconds)
                .collect(Collectors.joining(" ")))
        .isEqualTo(durations);
  }

  private static String seconds(@Nullable Duration took) {
    return took == null ? "-" : Objects.toString(took.toSeconds());
  }

  private static LoggedPing ping(long n, String text) {
    String second = text.replaceAll("[^0-9]", "");
    String run = text.replaceAll("[^A-Z]", "");
    return new LoggedPing(
        n,
        Instant.EPOCH.plusSeconds(Long.parseLong(second)),
        PingKind.of(text.replaceAll("[^a-z]", "")),
        "https",
        "GET",
        null,
        "",
        run.isEmpty() ? null : new UUID(0, run.charAt(0)),
        null,
        null,
        0,
        null);
  }
}
