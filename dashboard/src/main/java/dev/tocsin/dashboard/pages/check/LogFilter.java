package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Schedule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which entries of a log are asked for.
 *
 * @param kinds of any of these; none: of all
 * @param text what an entry says somewhere, in either case; empty: anything
 * @param at up to this second since 1970; empty: up to now
 */
public record LogFilter(Set<Kind> kinds, String text, Optional<Long> at) {

  /** What an entry tells of. */
  public enum Kind {
    PINGS("Pings"),
    FAILURES("Failures"),
    CHANGES("Changes"),
    SENT("Alerts"),
    BLIND("Not heard");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static LogFilter of(Visit visit) {
    List<String> words = visit.queries("show");
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Arrays.stream(Kind.values()).filter(kind -> words.contains(kind.word())).forEach(kinds::add);
    String at = visit.query("at");
    return new LogFilter(
        kinds,
        visit.query("text").strip(),
        at.matches("[0-9]{1,11}") ? Optional.of(Long.valueOf(at)) : Optional.empty());
  }

  /** Entries are from before this. */
  public Instant before() {
    return at.map(Instant::ofEpochSecond).orElse(Schedule.NEVER);
  }

  /** Whether anything of what is kept may be left out. */
  public boolean narrow() {
    return !kinds.isEmpty() || !text.isEmpty();
  }

  boolean has(Kind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }

  boolean says(String entry) {
    return entry.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  /** The rest of the address of older entries. */
  public String more() {
    String shown = kinds.stream().map(k -> "&show=" + k.word()).collect(Collectors.joining());
    return shown
        + (text.isEmpty() ? "" : "&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }
}
