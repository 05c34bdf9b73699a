package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * All that visitors of a page see.
 *
 * @param url where it is, for feeds and programs
 * @param suffix what addresses of its other forms end with: the key of a page with a password
 * @param groups its checks under their headings; those under none come last, without one
 * @param said what people announced: what goes on first, then the latest
 * @param left checks that are not shown because there are too many
 * @param asOf the instant of all this
 */
public record PageView(
    StatusPage page,
    String url,
    String suffix,
    List<Group> groups,
    List<Announcement> said,
    int left,
    Instant asOf) {

  /** Older announcements are not shown. */
  private static final Duration PAST = Duration.ofDays(Bars.DAYS);

  private static final DateTimeFormatter TIME = english("HH:mm 'UTC'");
  private static final DateTimeFormatter DAY = english("d MMM, HH:mm 'UTC'");
  private static final DateTimeFormatter YEAR = english("d MMM uuuu, HH:mm 'UTC'");

  /** Checks under a heading, or under none. */
  public record Group(String title, List<Line> lines) {
    public Group {
      lines = List.copyOf(lines);
    }
  }

  public PageView {
    groups = List.copyOf(groups);
    said = List.copyOf(said);
  }

  private static DateTimeFormatter english(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  public List<Line> lines() {
    return groups.stream().flatMap(group -> group.lines().stream()).toList();
  }

  public Mood mood() {
    return Mood.of(lines(), said, asOf);
  }

  /** Incidents and maintenance that go on. */
  public List<Announcement> on() {
    return said.stream().filter(one -> one.isOn(asOf)).toList();
  }

  /** Maintenance to come, the next first. */
  public List<Announcement> planned() {
    return said.stream()
        .filter(one -> one.kind() == Kind.MAINTENANCE && one.isPlanned(asOf))
        .sorted(Comparator.comparing(Announcement::starts))
        .toList();
  }

  /** What is over, the latest first. */
  public List<Announcement> past() {
    return said.stream()
        .filter(one -> !one.isOn(asOf) && !one.isPlanned(asOf))
        .filter(one -> one.lastChange().isAfter(asOf.minus(PAST)))
        .toList();
  }

  /** "14:03 UTC" today, with the day otherwise. */
  public String time(Instant at) {
    ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
    ZonedDateTime now = asOf.atZone(ZoneOffset.UTC);
    if (utc.toLocalDate().equals(now.toLocalDate())) {
      return TIME.format(utc);
    }
    return (utc.getYear() == now.getYear() ? DAY : YEAR).format(utc);
  }
}
