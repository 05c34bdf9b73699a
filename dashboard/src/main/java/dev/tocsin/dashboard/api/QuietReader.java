package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.quiet.Maintenance;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.quiet.Silences;
import dev.tocsin.dashboard.quiet.Window;
import dev.tocsin.domain.schedule.TimeZones;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what a silence or a maintenance window shall be. */
final class QuietReader {

  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int LONGEST_TAG = 500;
  private static final int LONGEST_ZONE = 60;

  private final Fields fields;

  QuietReader(JsonNode body) {
    this.fields = new Fields(body);
  }

  /** A silence that is asked for. */
  record Silent(Range range, String reason, Instant start, Instant end) {}

  /** A window that is asked for. */
  record Work(Range range, String name, Window window) {}

  /** What is wrong first, as an answer; ask it after reading. */
  Optional<Reply> problem() {
    return fields.problem();
  }

  /**
   * A silence.
   *
   * @param now when it starts if it does not say
   */
  Silent silence(Instant now) {
    Range range = range();
    String reason = fields.text("reason", Silences.LONGEST_REASON).map(String::strip).orElse("");
    Instant start = fields.moment("start").orElse(now);
    Optional<Integer> seconds = fields.number("duration", 1, (int) Silences.LONGEST.toSeconds());
    Optional<Instant> end =
        fields.moment("end").or(() -> seconds.map(length -> start.plusSeconds(length)));
    if (end.isEmpty()) {
      fields.wrong("end", "is missing: when it ends, or duration in seconds");
    }
    return new Silent(range, reason, start, end.orElse(start));
  }

  /** A window. */
  Work maintenance() {
    Range range = range();
    String name = fields.text("name", Maintenance.LONGEST_NAME).map(String::strip).orElse("");
    Optional<Integer> seconds = fields.number("duration", 60, (int) Window.LONGEST.toSeconds());
    if (seconds.isEmpty()) {
      fields.wrong("duration", "is missing: how many seconds a window lasts");
    }
    Duration lasts = Duration.ofSeconds(seconds.orElse(60));
    Optional<Instant> start = fields.moment("start");
    Optional<String> schedule = fields.words("schedule", Maintenance.LONGEST_SCHEDULE);
    Optional<String> zone = fields.words("tz", LONGEST_ZONE);
    if (start.isPresent() == schedule.isPresent()) {
      fields.wrong("start", "or schedule is needed, and only one of them");
    }
    String canonical = zone.flatMap(TimeZones::canonical).orElse(zone.orElse("UTC"));
    Window window =
        start
            .map(at -> Window.once(at, lasts))
            .orElseGet(() -> Window.by(schedule.orElse(""), canonical, lasts));
    return new Work(range, name, window);
  }

  private Range range() {
    Optional<String> check = fields.text("check", 36);
    Optional<String> tag = fields.words("tag", LONGEST_TAG);
    if (check.isPresent() && tag.isPresent()) {
      fields.wrong("tag", "and check are one too many");
    }
    if (tag.isPresent() && tag.get().chars().anyMatch(Character::isWhitespace)) {
      fields.wrong("tag", "is more than one word");
    }
    if (check.isPresent() && !CODE.matcher(check.get()).matches()) {
      fields.wrong("check", "is not a UUID");
      return Range.PROJECT;
    }
    return check
        .map(code -> Range.check(UUID.fromString(code)))
        .or(() -> tag.map(Range::tag))
        .orElse(Range.PROJECT);
  }
}
