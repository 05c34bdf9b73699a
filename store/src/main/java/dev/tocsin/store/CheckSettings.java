package dev.tocsin.store;

import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.schedule.Schedules;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What people entered for a check: the editable columns of {@code checks}, as stored.
 *
 * @param kind {@code simple}, {@code cron} or {@code oncalendar}; {@code timeout} and {@code
 *     schedule} both survive a change of kind
 */
public record CheckSettings(
    String name,
    String slug,
    String tags,
    String description,
    String kind,
    Duration timeout,
    Duration grace,
    String schedule,
    String tz,
    boolean manualResume,
    boolean postOnly,
    boolean filterSubject,
    boolean filterBody,
    boolean filterHttpBody,
    boolean filterDefaultFail,
    String startWords,
    String successWords,
    String failureWords,
    Policy policy,
    Assertions assertions) {

  /** What a check has that nobody has said anything about: the defaults of the schema. */
  public static final CheckSettings DEFAULTS =
      new CheckSettings(
          "",
          "",
          "",
          "",
          "simple",
          Duration.ofDays(1),
          Duration.ofHours(1),
          "* * * * *",
          "UTC",
          false,
          false,
          false,
          false,
          false,
          false,
          "",
          "",
          "",
          Policy.NONE,
          Assertions.NONE);

  /** The columns that {@link #of} reads, of a table with the alias {@code c}. */
  static final String COLUMNS =
      """
      c.name, c.slug, c.tags, c.description, c.kind, c.timeout, c.grace, c.schedule, c.tz,
      c.manual_resume, c.post_only, c.filter_subject, c.filter_body, c.filter_http_body,
      c.filter_default_fail, c.start_kw, c.success_kw, c.failure_kw, c.max_runtime, c.min_runtime,
      c.early, c.failures_before_down, c.successes_before_up, c.overlapping, c.keep_alive,
      c.blind_policy, c.assertions
      """;

  static CheckSettings of(Row row) throws SQLException {
    return new CheckSettings(
        row.string("name"),
        row.string("slug"),
        row.string("tags"),
        row.string("description"),
        row.string("kind"),
        row.duration("timeout"),
        row.duration("grace"),
        row.string("schedule"),
        row.string("tz"),
        row.flag("manual_resume"),
        row.flag("post_only"),
        row.flag("filter_subject"),
        row.flag("filter_body"),
        row.flag("filter_http_body"),
        row.flag("filter_default_fail"),
        row.string("start_kw"),
        row.string("success_kw"),
        row.string("failure_kw"),
        policyOf(row),
        Assertions.of(row.string("assertions")));
  }

  private static Policy policyOf(Row row) throws SQLException {
    return Policy.of(
        row.duration("max_runtime"),
        row.duration("min_runtime"),
        row.duration("early"),
        row.integer("failures_before_down"),
        row.integer("successes_before_up"),
        row.flag("overlapping"),
        row.flag("keep_alive"),
        BlindPolicy.of(row.string("blind_policy")));
  }

  /** What the state machine needs of these. */
  public CheckRules rules() {
    return new CheckRules(
        Schedules.of(kind, timeout, schedule, tz), grace, manualResume, policy, assertions);
  }
}
