package dev.tocsin.dashboard.metrics;

import static dev.tocsin.dashboard.metrics.Exposition.Type.COUNTER;
import static dev.tocsin.dashboard.metrics.Exposition.Type.GAUGE;

import dev.tocsin.dashboard.board.Glance;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The families of a project, in their order: first those of the protocol, to the byte, then ours. A
 * sample that has no value, as the duration of a run that was none, is left out.
 */
final class Families {

  /** How long a line is on average, and how many there are of a check. */
  private static final int CHARACTERS_PER_CHECK = 10 * 135;

  private record Line(Shown check, String labels) {

    /** The labels with the kind of a ping behind them. */
    String and(String kind) {
      return labels.substring(0, labels.length() - 1) + ", kind=\"" + kind + "\"}";
    }
  }

  /** What a family says of one check. */
  @FunctionalInterface
  private interface Sample {
    void write(Exposition out, Line line);
  }

  private final Exposition out;
  private final Glance seen;
  private final Counts counts;
  private final List<Line> lines;

  private Families(Glance seen, Counts counts) {
    this.out = new Exposition(4096 + seen.checks().size() * CHARACTERS_PER_CHECK);
    this.seen = seen;
    this.counts = counts;
    this.lines = seen.checks().stream().map(check -> new Line(check, labels(check))).toList();
  }

  static byte[] of(Glance seen, Counts counts) {
    Families families = new Families(seen, counts);
    families.protocol();
    families.durations();
    families.totals();
    families.channels();
    return families.out.bytes();
  }

  private static String labels(Shown shown) {
    var check = shown.check();
    return Exposition.labels(
        "name", check.settings().name(),
        "tags", check.settings().tags(),
        "unique_key", CheckObject.uniqueKey(check.code()));
  }

  private void perCheck(String name, Exposition.Type type, String help, Sample sample) {
    out.family(name, type, help);
    lines.forEach(line -> sample.write(out, line));
  }

  private void protocol() {
    perCheck(
        "hc_check_up",
        GAUGE,
        "Whether the check is up: 1, or 0 if it is down.",
        (to, line) -> to.sample(line.labels(), line.check().standing() != Standing.DOWN));
    perCheck(
        "hc_check_started",
        GAUGE,
        "Whether a run of the check is in progress: 1, or 0.",
        (to, line) -> to.sample(line.labels(), line.check().check().state().started()));
    perCheck(
        "hc_check_grace",
        GAUGE,
        "Whether the check is late and within its grace time: 1, or 0.",
        (to, line) -> to.sample(line.labels(), line.check().standing() == Standing.GRACE));
    perCheck(
        "hc_check_paused",
        GAUGE,
        "Whether the check is paused: 1, or 0.",
        (to, line) -> to.sample(line.labels(), line.check().standing() == Standing.PAUSED));
    out.family("hc_tag_up", GAUGE, "Whether all checks with the tag are up: 1, or 0.");
    seen.byTag()
        .forEach(
            (tag, checks) ->
                out.sample(Exposition.labels("tag", tag), checks.of(Standing.DOWN) == 0));
    out.family("hc_checks_total", GAUGE, "How many checks there are.").sample("", seen.all().all());
    out.family("hc_checks_down_total", GAUGE, "How many checks are down.")
        .sample("", seen.all().of(Standing.DOWN));
  }

  private void durations() {
    perCheck(
        "hc_check_last_duration_seconds",
        GAUGE,
        "How long the last run took, if the last ping ended one.",
        (to, line) ->
            Optional.ofNullable(line.check().check().state().lastDuration())
                .ifPresent(took -> to.sample(line.labels(), took)));
    Instant asOf = seen.asOf();
    perCheck(
        "hc_check_last_ping_age_seconds",
        GAUGE,
        "How long ago the last success or failure was heard.",
        (to, line) ->
            Optional.ofNullable(line.check().check().state().lastPing())
                .ifPresent(at -> to.sample(line.labels(), age(at, asOf))));
    perCheck(
        "hc_check_deadline_timestamp_seconds",
        GAUGE,
        "When the check goes down unless it is heard, as UNIX time.",
        (to, line) -> line.check().deadline().ifPresent(at -> to.sample(line.labels(), at)));
  }

  /** A ping may be newer than the instant up to which everything was heard. */
  private static Duration age(Instant at, Instant asOf) {
    Duration age = Duration.between(at, asOf);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private void totals() {
    perCheck(
        "hc_check_pings_total", COUNTER, "Pings, by the kind they were recorded as.", this::pings);
    perCheck(
        "hc_check_flips_total",
        COUNTER,
        "Changes of status.",
        (to, line) -> to.sample(line.labels(), counts.of(line.check().id()).flips()));
  }

  /** Most checks never send the others: they are left out before their first. */
  private void pings(Exposition to, Line line) {
    Counts.Check pings = counts.of(line.check().id());
    to.sample(line.and("success"), pings.success());
    to.sample(line.and("fail"), pings.fail());
    unlessZero(to, line.and("start"), pings.start());
    unlessZero(to, line.and("log"), pings.log());
    unlessZero(to, line.and("ign"), pings.ignored());
  }

  private static void unlessZero(Exposition to, String labels, long count) {
    if (count > 0) {
      to.sample(labels, count);
    }
  }

  private void channels() {
    out.family("hc_channel_deliveries_total", COUNTER, "Alerts that were settled, by result.");
    for (Counts.Channel channel : counts.channels()) {
      out.sample(labels(channel, "result", "delivered"), channel.delivered());
      out.sample(labels(channel, "result", "failed"), channel.failed());
    }
    out.family("hc_channel_deliveries_waiting", GAUGE, "Alerts that wait to be delivered.");
    counts.channels().forEach(channel -> out.sample(labels(channel), channel.waiting()));
  }

  private static String labels(Counts.Channel channel, String... more) {
    String[] all = new String[6 + more.length];
    System.arraycopy(
        new String[] {"name", channel.name(), "kind", channel.kind(), "unique_key", channel.key()},
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return Exposition.labels(all);
  }
}
