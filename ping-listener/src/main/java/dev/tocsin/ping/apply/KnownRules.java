package dev.tocsin.ping.apply;

import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.ping.PingFilter;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a check that matter to its pings, as of one version.
 *
 * @param version {@code check_state.rules_version} under which they were read
 * @param parsed null if they cannot be understood
 * @param problem why not
 */
record KnownRules(
    int version, @Nullable CheckRules parsed, @Nullable String problem, PingFilter filter) {

  /** Statement that reads them; {@code $1}: ids. */
  static final String SELECT =
      """
      SELECT id, kind, (extract(epoch FROM timeout) * 1000000)::bigint AS timeout,
             (extract(epoch FROM grace) * 1000000)::bigint AS grace, schedule, tz, manual_resume,
             post_only, filter_http_body, filter_subject, filter_body, filter_default_fail,
             start_kw, success_kw, failure_kw,
             (extract(epoch FROM max_runtime) * 1000000)::bigint AS max_runtime,
             (extract(epoch FROM min_runtime) * 1000000)::bigint AS min_runtime,
             (extract(epoch FROM early) * 1000000)::bigint AS early,
             failures_before_down, successes_before_up, overlapping, keep_alive,
             blind_policy, assertions
        FROM checks WHERE id = ANY($1::bigint[])
      """;

  static KnownRules of(Row row, int version) {
    PingFilter filter =
        new PingFilter(
                row.getBoolean("post_only"),
                row.getBoolean("filter_http_body"),
                row.getBoolean("filter_subject"),
                row.getBoolean("filter_body"),
                row.getBoolean("filter_default_fail"),
                row.getString("start_kw"),
                row.getString("success_kw"),
                row.getString("failure_kw"))
            .shared();
    try {
      return new KnownRules(version, parse(row), null, filter);
    } catch (IllegalArgumentException e) {
      return new KnownRules(version, null, e.getMessage(), filter);
    }
  }

  private static CheckRules parse(Row row) {
    Schedule schedule =
        Schedules.of(
            row.getString("kind"),
            micros(row.getLong("timeout")),
            row.getString("schedule"),
            row.getString("tz"));
    return new CheckRules(
        schedule,
        micros(row.getLong("grace")),
        row.getBoolean("manual_resume"),
        policy(row),
        Assertions.of(row.getString("assertions")));
  }

  private static Policy policy(Row row) {
    return Policy.of(
        micros(row.getLong("max_runtime")),
        micros(row.getLong("min_runtime")),
        micros(row.getLong("early")),
        row.getInteger("failures_before_down"),
        row.getInteger("successes_before_up"),
        row.getBoolean("overlapping"),
        row.getBoolean("keep_alive"),
        BlindPolicy.of(row.getString("blind_policy")));
  }

  private static Duration micros(long value) {
    return Duration.of(value, ChronoUnit.MICROS);
  }

  /** The rules; fails for those that this version cannot understand. */
  CheckRules rules() {
    if (parsed == null) {
      throw new IllegalStateException("settings of the check: " + problem);
    }
    return parsed;
  }
}
