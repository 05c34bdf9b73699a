package dev.tocsin.drills.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Any text in place of a cron line or of calendar expressions: refused with a reason, or a schedule
 * that has words and whose runs follow each other.
 */
public final class ScheduleFuzz {

  private static final String[] ZONES = {
    "UTC", "Europe/Riga", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago"
  };

  /** Pages and API refuse longer texts before anybody parses them. */
  private static final int LONGEST = 100;

  private ScheduleFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    ZoneId zone = ZoneId.of(data.pickValue(ZONES));
    Instant last = Instant.ofEpochSecond(data.consumeLong(0, 7_000_000_000L));
    String text = data.consumeString(LONGEST);
    Schedule schedule;
    try {
      schedule = Schedules.parse(text, zone);
    } catch (IllegalArgumentException refused) {
      if (String.valueOf(refused.getMessage()).length() < 10) {
        throw new AssertionError("refused without a reason: " + text, refused);
      }
      return;
    }
    if (schedule.inWords().isBlank()) {
      throw new AssertionError("without words: " + text);
    }
    for (Instant at : schedule.upcoming(last, 10)) {
      if (!at.isAfter(last)) {
        throw new AssertionError("%s runs at %s after %s".formatted(text, at, last));
      }
      last = at;
    }
  }
}
