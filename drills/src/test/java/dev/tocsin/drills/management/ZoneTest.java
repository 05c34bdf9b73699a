package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of time zones: the current ones, and the retired ones that old configurations have. */
class ZoneTest {

  private final Caller key = Installation.main().write();

  /** The stored name, then everything that is accepted for it. */
  static Stream<Arguments> retired() throws IOException {
    try (InputStream in = ZoneTest.class.getResourceAsStream("retired-zones.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .map(line -> line.split(": ", 2))
          .map(pair -> Arguments.of(pair[0], Arrays.asList(pair[1].split(" ", -1))))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("retired")
  void a_retired_name_is_stored_under_its_current_one(String stored, Iterable<String> accepted) {
    for (String name : accepted) {
      assertThat(zone(name)).as(name).isEqualTo(stored);
    }
    assertThat(zone(stored)).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "GMT",
        "Etc/UTC",
        "Etc/GMT+5",
        "Etc/GMT-14",
        "Etc/GMT",
        "Europe/Riga",
        "America/Argentina/Ushuaia",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Africa/Casablanca",
        "Antarctica/Troll"
      })
  void a_current_name_is_kept(String name) {
    assertThat(zone(name)).isEqualTo(name);
  }

  private String zone(String name) {
    Reply made =
        key.post("checks/", "{\"schedule\": \"0 4 * * *\", \"tz\": \"" + name + "\"}").is(201);
    key.delete("checks/" + made.get("uuid"));
    return made.get("tz");
  }

  @Test
  void a_check_with_a_schedule_is_in_utc_unless_it_says_otherwise() {
    assertThat(Installation.main().check("\"schedule\": \"0 4 * * *\"").get("tz")).isEqualTo("UTC");
  }
}
