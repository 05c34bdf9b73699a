package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZonesTest {

  @ParameterizedTest
  @CsvSource({
    "Europe/Kiev, Europe/Kyiv",
    "Europe/Zaporozhye, Europe/Kyiv",
    "Iceland, Africa/Abidjan",
    "EST, America/Panama",
    "MST, America/Phoenix",
    "HST, Pacific/Honolulu",
    "ROC, Asia/Taipei",
    "GMT+0, Etc/GMT",
    "GMT0, Etc/GMT",
    "Zulu, Etc/UTC",
    "America/Argentina/ComodRivadavia, America/Argentina/Catamarca",
    "US/Pacific, America/Los_Angeles",
  })
  void a_retired_name_becomes_a_current_one(String retired, String current) {
    assertThat(TimeZones.canonical(retired)).contains(current);
    assertThat(TimeZones.canonical(current)).contains(current);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "GMT", "Etc/UTC", "Etc/GMT+5", "Europe/Riga", "America/Nuuk"})
  void a_current_name_stays(String name) {
    assertThat(TimeZones.canonical(name)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "utc",
        "europe/riga",
        "Europe/Riga ",
        "localtime",
        "Factory",
        "posixrules",
        "Z",
        "+02:00",
        "UTC+2",
        "SystemV/PST8PDT",
        "Mars/Olympus",
        "Europe/Riga\0"
      })
  void other_texts_are_no_zones(String text) {
    assertThat(TimeZones.canonical(text)).isEmpty();
  }
}
