package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What people enter for a rota, as they entered it.
 *
 * @param people lines; one without a name and without a channel is no line
 * @param turn a number, and {@code unit} is {@code h}, {@code d} or {@code w}
 * @param begins a date and time on the clocks of the zone, as browsers send it
 */
public record RotaForm(
    String name, List<Line> people, String turn, String unit, String begins, String zone) {

  /** Lines to fill in, after those that are. */
  private static final int EMPTY_LINES = 3;

  /** Somebody who takes turns, with the code of a channel. */
  public record Line(String name, String channel) {
    static final Line EMPTY = new Line("", "");
  }

  /** A week from Monday at nine. */
  static RotaForm blank(ZoneId zone, Instant now) {
    LocalDateTime monday =
        now.atZone(zone)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .atTime(LocalTime.of(9, 0));
    return new RotaForm("", List.of(), "1", "w", monday.toString(), zone.getId());
  }

  static RotaForm of(RotaPlan plan) {
    long hours = plan.turn().toHours();
    String unit = hours % 168 == 0 ? "w" : hours % 24 == 0 ? "d" : "h";
    return new RotaForm(
        plan.name(),
        plan.people().stream().map(one -> new Line(one.name(), one.channel().toString())).toList(),
        Long.toString(hours / hours(unit)),
        unit,
        plan.begins().toString(),
        plan.zone());
  }

  static RotaForm entered(Visit visit) {
    List<String> names = visit.fields("person");
    List<String> channels = visit.fields("channel");
    List<Line> people = new ArrayList<>();
    for (int i = 0; i < Math.min(names.size(), channels.size()); i++) {
      Line line = new Line(names.get(i).strip(), channels.get(i));
      if (!line.equals(Line.EMPTY)) {
        people.add(line);
      }
    }
    return new RotaForm(
        visit.field("name").strip(),
        people,
        visit.field("turn").strip(),
        visit.field("turn-unit"),
        visit.field("begins").strip(),
        visit.field("tz").strip());
  }

  /** The lines, and some to fill in. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>(people);
    for (int i = 0; i < EMPTY_LINES; i++) {
      lines.add(Line.EMPTY);
    }
    return lines;
  }

  /** The plan; notes what keeps it from being one. */
  Optional<RotaPlan> plan(Problems problems) {
    List<RotaPlan.Turn> turns = new ArrayList<>();
    for (Line line : people) {
      Optional<UUID> channel = Visit.uuid(line.channel());
      if (channel.isEmpty() || line.name().isEmpty()) {
        problems.add("people", "Everybody needs a name and a channel.");
      } else {
        turns.add(new RotaPlan.Turn(line.name(), channel.get()));
      }
    }
    Optional<Duration> length =
        turn.matches("[0-9]{1,4}")
            ? Optional.of(Duration.ofHours(Long.parseLong(turn) * hours(unit)))
            : Optional.empty();
    if (length.isEmpty()) {
      problems.add("turn", "Enter a whole number.");
    }
    Optional<LocalDateTime> first = local(begins);
    if (first.isEmpty()) {
      problems.add("begins", "Enter a date and a time.");
    }
    return problems.isEmpty()
        ? Optional.of(new RotaPlan(name, turns, first.orElseThrow(), length.orElseThrow(), zone))
        : Optional.empty();
  }

  /** A date and time as browsers send it. */
  static Optional<LocalDateTime> local(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long hours(String unit) {
    return switch (unit) {
      case "h" -> 1;
      case "d" -> 24;
      default -> 168;
    };
  }
}
