package dev.tocsin.dashboard.crontab;

/**
 * A line that runs something.
 *
 * @param line its number, from one
 * @param schedule five fields with one space between them
 * @param zone in which the schedule is meant
 * @param name from the comment above it; empty if there is none
 * @param slug unlike that of every other job of the table
 * @param before what stands before the command: schedule, user, spaces, as they were
 * @param command as it was, to the end of the line
 */
public record Job(
    int line,
    String schedule,
    String zone,
    String name,
    String slug,
    String before,
    String command) {

  /**
   * The line with a ping at the end of the run, whatever ends it. The ping stands <em>before</em>
   * the command, as a trap of the shell: so the command stays as it is, with its percent signs,
   * comments and background jobs, and so does its exit status, which goes into the ping.
   */
  public String pinging(String pingUrl) {
    return "%strap 's=$?; curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null %s/$s; exit $s' EXIT; %s"
        .formatted(before, pingUrl, command);
  }
}
