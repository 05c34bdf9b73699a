package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.ScheduleText;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.OnCalendar;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * When a check is due, as people entered it. The form has fields for all three kinds and keeps what
 * is in them, so that nothing is lost by a look at another kind.
 *
 * @param kind which of the fields count, as in {@link Schedules}
 * @param zone counts for cron and calendar
 */
public record When(String kind, Span period, String cron, String calendar, String zone) {

  private static final int LONGEST = 100;
  private static final Set<String> KINDS =
      Set.of(Schedules.SIMPLE, Schedules.CRON, Schedules.ONCALENDAR);

  /** What is stored; a schedule that counted before a change of kind is still there. */
  static When of(CheckSettings set) {
    boolean said = !set.schedule().equals(CheckSettings.DEFAULTS.schedule());
    String text = said || !set.kind().equals(Schedules.SIMPLE) ? set.schedule() : "";
    boolean cron = Cron.looksLike(text);
    return new When(
        set.kind(), Span.of(set.timeout()), cron ? text : "", cron ? "" : text, set.tz());
  }

  /** The fields of a form or of a query. */
  static When entered(UnaryOperator<String> field) {
    String kind = field.apply("kind");
    return new When(
        KINDS.contains(kind) ? kind : Schedules.SIMPLE,
        new Span(field.apply("period"), field.apply("period-unit")),
        field.apply("cron").strip(),
        field.apply("calendar").strip().replace("\r\n", "\n"),
        field.apply("tz").strip());
  }

  When withZone(ZoneId other) {
    return new When(kind, period, cron, calendar, TimeZones.canonical(other.getId()).orElse(zone));
  }

  boolean simple() {
    return kind.equals(Schedules.SIMPLE);
  }

  /** Whether nothing was entered yet, so that nothing can be wrong with it. */
  boolean blank() {
    return text().isBlank();
  }

  private String text() {
    return switch (kind) {
      case Schedules.CRON -> cron;
      case Schedules.ONCALENDAR -> calendar;
      default -> period.number();
    };
  }

  /** Adds what is wrong with it, to the fields where people can mend it. */
  Problems addProblems(Problems problems, Duration shortest) {
    if (simple()) {
      return period.addProblems(problems, "period", shortest);
    }
    String field = kind.equals(Schedules.CRON) ? "cron" : "calendar";
    if (TimeZones.canonical(zone).isEmpty()) {
      problems.add("tz", "Choose a zone from the list, such as Europe/Riga.");
    }
    if (blank()) {
      problems.add(field, "Enter when the job runs.");
    } else if (text().codePointCount(0, text().length()) > LONGEST) {
      problems.add(field, "Use at most %d characters.".formatted(LONGEST));
    } else {
      textProblem().ifPresent(problem -> problems.add(field, problem));
    }
    return problems;
  }

  private Optional<String> textProblem() {
    boolean looksLikeCron = Cron.looksLike(text());
    if (kind.equals(Schedules.ONCALENDAR) && looksLikeCron) {
      return Optional.of("This is a cron line: choose Cron above.");
    }
    try {
      parsed(ZoneId.of("UTC"));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return !looksLikeCron && ScheduleText.parse(text()).isPresent()
          ? Optional.of("This is a calendar expression: choose OnCalendar above.")
          : Optional.ofNullable(e.getMessage());
    }
  }

  private Schedule parsed(ZoneId in) {
    return kind.equals(Schedules.CRON) ? Cron.parse(cron, in) : OnCalendar.parse(calendar, in);
  }

  /** What it means; only without problems. */
  Schedule schedule() {
    return simple() ? new Period(period.duration().orElseThrow()) : parsed(TimeZones.zone(zone));
  }

  /** Adds it to a change; only without problems. */
  CheckEdit addTo(CheckEdit edit) {
    return simple()
        ? edit.timeout(period.duration().orElseThrow())
        : edit.schedule(new ScheduleText(kind, text())).tz(TimeZones.canonical(zone).orElseThrow());
  }

  /** "2 h", for a period; empty for others and for what is none. */
  String every() {
    return simple() ? period.duration().map(Times::span).orElse("") : "";
  }
}
