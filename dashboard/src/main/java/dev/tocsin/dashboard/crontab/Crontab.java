package dev.tocsin.dashboard.crontab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of cron, as it is written and as it runs. The bytes are kept: what is not a job comes out
 * as it went in, whatever its encoding.
 *
 * @param lines without their line ends, bytes as ISO 8859-1
 * @param jobs those that can be watched and do not ping us yet
 * @param notes about lines that stay as they are although they run something
 */
public record Crontab(List<String> lines, List<Job> jobs, List<Note> notes) {

  private static final Pattern ENVIRONMENT =
      Pattern.compile("\\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?\\s*=\\s*(.*)");
  private static final Pattern ENTRY =
      Pattern.compile("(\\s*-?)(@[A-Za-z_]+|\\S+(?:[ \\t]+\\S+){4})([ \\t]+)(\\S.*)");
  private static final Pattern USER = Pattern.compile("(\\S+[ \\t]+)(\\S.*)");

  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *",
          "@every_minute", "* * * * *");

  public Crontab {
    lines = List.copyOf(lines);
    jobs = List.copyOf(jobs);
    notes = List.copyOf(notes);
  }

  /** Something to know about a line, counted from one. */
  public record Note(int line, String what) {}

  /**
   * How to read it.
   *
   * @param system whether a user stands before the command, as in {@code /etc/crontab}
   * @param zone of schedules above the first {@code CRON_TZ}
   * @param slugPrefix put before every slug
   * @param taken slugs that belong to other jobs
   */
  public record Reading(boolean system, String zone, String slugPrefix, Set<String> taken) {}

  /**
   * Reads a table; anything is one.
   *
   * @param pings whether a command pings us already
   */
  public static Crontab parse(byte[] table, Reading how, Predicate<String> pings) {
    String text = new String(table, StandardCharsets.ISO_8859_1);
    List<String> lines = List.of(text.split("\n", -1));
    var reader = new Reader(lines, how, pings);
    for (int i = 0; i < lines.size(); i++) {
      reader.take(i);
    }
    return new Crontab(lines, reader.jobs, reader.notes);
  }

  /**
   * The table with pings.
   *
   * @param pingUrl of a job; null: it stays as it is
   */
  public byte[] pinging(Function<Job, @Nullable String> pingUrl) {
    List<String> out = new ArrayList<>(lines);
    for (Job job : jobs) {
      String url = pingUrl.apply(job);
      if (url != null) {
        out.set(job.line() - 1, job.pinging(url));
      }
    }
    return String.join("\n", out).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Goes from line to line: what is set above counts below. */
  private static final class Reader {

    private final List<String> lines;
    private final Reading how;
    private final Predicate<String> pings;
    private final Set<String> slugs;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();

    Reader(List<String> lines, Reading how, Predicate<String> pings) {
      this.lines = lines;
      this.how = how;
      this.pings = pings;
      this.slugs = new HashSet<>(how.taken());
    }

    void take(int i) {
      String line = lines.get(i);
      Matcher variable = ENVIRONMENT.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        return;
      }
      if (variable.matches()) {
        variables.put(variable.group(1), unquoted(variable.group(2).strip()));
      } else if (entry.matches()) {
        entry(i, entry);
      } else {
        notes.add(new Note(i + 1, "not understood, left as it is"));
      }
    }

    private void entry(int i, Matcher entry) {
      String before = entry.group(1) + entry.group(2) + entry.group(3);
      String command = entry.group(4);
      if (how.system()) {
        Matcher user = USER.matcher(command);
        if (!user.matches()) {
          notes.add(new Note(i + 1, "no command after the user, left as it is"));
          return;
        }
        before += user.group(1);
        command = user.group(2);
      }
      String fields = entry.group(2);
      String schedule = MACROS.getOrDefault(fields, fields).replaceAll("\\s+", " ");
      String why = Commands.whyNot(fields, variables.getOrDefault("SHELL", "/bin/sh"), command);
      if (pings.test(command)) {
        notes.add(new Note(i + 1, "pings already, left as it is"));
      } else if (!why.isEmpty()) {
        notes.add(new Note(i + 1, why));
      } else {
        job(i, schedule, before, command);
      }
    }

    private void job(int i, String schedule, String before, String command) {
      String name = i == 0 ? "" : Names.ofComment(lines.get(i - 1), ENTRY);
      String slug = Names.slug(how.slugPrefix(), name, command, slugs);
      slugs.add(slug);
      String zone = variables.getOrDefault("CRON_TZ", how.zone());
      Job job = new Job(i + 1, schedule, zone, name, slug, before, command);
      jobs.add(job);
      Commands.warnings(job).forEach(what -> notes.add(new Note(i + 1, what)));
    }

    private static String unquoted(String value) {
      boolean quoted =
          value.length() > 1
              && "\"'".indexOf(value.charAt(0)) >= 0
              && value.charAt(value.length() - 1) == value.charAt(0);
      return quoted ? value.substring(1, value.length() - 1) : value;
    }
  }
}
