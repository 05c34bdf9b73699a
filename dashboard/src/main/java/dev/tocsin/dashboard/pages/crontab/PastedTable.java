package dev.tocsin.dashboard.pages.crontab;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.BulkCreation.Wanted;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.MatchBy;
import dev.tocsin.dashboard.checks.ScheduleText;
import dev.tocsin.dashboard.crontab.Crontab;
import dev.tocsin.dashboard.crontab.Crontab.Note;
import dev.tocsin.dashboard.crontab.Crontab.Reading;
import dev.tocsin.dashboard.crontab.Job;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.domain.schedule.TimeZones;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A crontab as somebody pasted it, with the check that each line would make.
 *
 * @param lines those that become checks
 * @param notes about other lines, and about these, by line
 */
public record PastedTable(Crontab crontab, List<Line> lines, List<Note> notes) {

  /**
   * A job that becomes a check.
   *
   * @param words its schedule
   * @param next when it runs next
   * @param known whether the project has its check already
   */
  public record Line(Job job, String name, String words, Instant next, boolean known) {

    /** The line with the ping in it. */
    public String pinging(String url) {
      return job.pinging(url);
    }
  }

  /**
   * Reads it.
   *
   * @param zone of schedules above the first {@code CRON_TZ}
   * @param there the checks of the project: a job does not take a slug from another one
   * @param pingUrl what a ping URL starts with
   */
  static PastedTable read(
      String text, String zone, Collection<Shown> there, String pingUrl, Instant now) {
    byte[] bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
    Crontab first = parse(bytes, zone, Set.of(), pingUrl);
    Map<String, Shown> bySlug = new HashMap<>();
    there.forEach(check -> bySlug.putIfAbsent(check.check().settings().slug(), check));
    Set<String> taken = new HashSet<>();
    for (Job job : first.jobs()) {
      Shown owner = bySlug.get(job.slug());
      if (owner != null && !runsAt(owner, job)) {
        taken.add(job.slug());
      }
    }
    Crontab crontab = taken.isEmpty() ? first : parse(bytes, zone, bySlug.keySet(), pingUrl);
    List<Line> lines = new ArrayList<>();
    List<Note> notes = new ArrayList<>(crontab.notes());
    for (Job job : crontab.jobs()) {
      try {
        Schedule schedule = Cron.parse(job.schedule(), TimeZones.zone(job.zone()));
        String name = job.name().isEmpty() ? job.slug() : job.name();
        boolean known = bySlug.containsKey(job.slug());
        lines.add(new Line(job, name, schedule.inWords(), schedule.nextAfter(now), known));
      } catch (IllegalArgumentException e) {
        notes.add(new Note(job.line(), e.getMessage() + " Left as it is"));
      }
    }
    notes.sort(Comparator.comparingInt(Note::line));
    return new PastedTable(crontab, lines, notes);
  }

  private static Crontab parse(byte[] table, String zone, Set<String> taken, String pingUrl) {
    return Crontab.parse(
        table, new Reading(false, zone, "", taken), command -> command.contains(pingUrl));
  }

  private static boolean runsAt(Shown check, Job job) {
    var set = check.check().settings();
    return set.schedule().equals(job.schedule())
        && set.tz().equals(TimeZones.canonical(job.zone()).orElse(job.zone()));
  }

  /** The checks that are to be there, in the order of {@link #lines}. */
  List<Wanted> wanted() {
    return lines.stream().map(PastedTable::wanted).toList();
  }

  private static Wanted wanted(Line line) {
    CheckEdit edit =
        new CheckEdit()
            .name(line.name())
            .slug(line.job().slug())
            .schedule(new ScheduleText(Schedules.CRON, line.job().schedule()))
            .tz(TimeZones.canonical(line.job().zone()).orElseThrow());
    return new Wanted(
        edit, line.known() ? ChannelChoice.KEEP : ChannelChoice.ALL, Set.of(MatchBy.SLUG));
  }

  /** The table with pings: to {@code urls}, by the places of the lines. */
  String pinging(List<String> urls) {
    Map<Job, String> byJob = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byJob.put(lines.get(i).job(), urls.get(i));
    }
    return new String(crontab.pinging(byJob::get), StandardCharsets.UTF_8);
  }
}
