package dev.tocsin.alerter.quiet;

import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.domain.schedule.Windows;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may keep us from telling of some checks, read once for all of them: four small statements,
 * whatever their number.
 */
public final class Circumstances {

  private static final Logger log = LoggerFactory.getLogger(Circumstances.class);

  private final Map<Long, List<Quiet>> byProject;
  private final Map<Long, Parents> parents;
  private final Set<Long> flapping;

  private Circumstances(List<Quiet> quiets, Map<Long, Parents> parents, Set<Long> flapping) {
    this.byProject = quiets.stream().collect(Collectors.groupingBy(Quiet::project));
    this.parents = parents;
    this.flapping = flapping;
  }

  /**
   * Reads what is about these checks.
   *
   * @param since silences that ended before are of no interest
   */
  public static Circumstances read(Tx tx, Collection<Subject> subjects, Instant since) {
    if (subjects.isEmpty()) {
      return new Circumstances(List.of(), Map.of(), Set.of());
    }
    List<Long> projects = subjects.stream().map(Subject::project).distinct().toList();
    List<Quiet> quiets =
        tx.query("reading silences", SILENCES, Circumstances::silence, projects, since);
    quiets.addAll(
        tx.query("reading maintenance", MAINTENANCE, Circumstances::maintenance, projects).stream()
            .flatMap(Optional::stream)
            .toList());
    List<Long> checks = subjects.stream().map(Subject::check).distinct().toList();
    return new Circumstances(quiets, parents(tx, checks), Flapping.among(tx, checks));
  }

  /**
   * Whether, and why, nobody is to be told of a check. A silence or window counts if it touches the
   * time from {@code since} to {@code now}: what happened in it is not told because we were late.
   *
   * @param since when that happened which might be told
   */
  public Optional<Hush> hush(Subject subject, Instant since, Instant now) {
    Instant from = since.isBefore(now) ? since : now;
    for (Quiet quiet : byProject.getOrDefault(subject.project(), List.of())) {
      if (quiet.isFor(subject)) {
        Optional<Windows.Window> window = quiet.times().touching(from, now);
        if (window.isPresent()) {
          return Optional.of(new Hush(quiet.why(), window.map(Windows.Window::until)));
        }
      }
    }
    if (of(subject).down()) {
      return Optional.of(new Hush(Withheld.DEPENDS, Optional.empty()));
    }
    return flapping.contains(subject.check())
        ? Optional.of(new Hush(Withheld.FLAPPING, Optional.empty()))
        : Optional.empty();
  }

  /** Since when nothing that the check depends on is down, if nothing is. */
  public Instant clearSince(Subject subject) {
    return of(subject).clearSince();
  }

  private Parents of(Subject subject) {
    return parents.getOrDefault(subject.check(), Parents.NONE);
  }

  private static final String SILENCES =
      """
      SELECT project_id, check_id, tag, starts_at, ends_at - starts_at AS lasts FROM silences
       WHERE project_id = ANY(?) AND ends_at > ? AND ends_at > starts_at ORDER BY id
      """;

  private static Quiet silence(Row row) throws SQLException {
    return quiet(row, Withheld.SILENCED, once(row));
  }

  private static final String MAINTENANCE =
      """
      SELECT id, project_id, check_id, tag, kind, starts_at, schedule, tz, lasts FROM maintenance
       WHERE project_id = ANY(?) ORDER BY id
      """;

  /** What cannot be read keeps nobody silent. */
  private static Optional<Quiet> maintenance(Row row) throws SQLException {
    try {
      return Optional.of(quiet(row, Withheld.MAINTENANCE, windows(row)));
    } catch (IllegalArgumentException e) {
      log.error("maintenance {} has no times: {}", row.number("id"), e.getMessage());
      return Optional.empty();
    }
  }

  private static Windows windows(Row row) throws SQLException {
    String kind = row.string("kind");
    return kind.equals("once")
        ? once(row)
        : Windows.by(
            Schedules.of(kind, Duration.ZERO, row.string("schedule"), row.string("tz")),
            row.duration("lasts"));
  }

  private static Windows once(Row row) throws SQLException {
    return Windows.once(row.instant("starts_at"), row.duration("lasts"));
  }

  private static Quiet quiet(Row row, Withheld why, Windows times) throws SQLException {
    return new Quiet(
        row.number("project_id"),
        row.numberOrNull("check_id"),
        row.stringOrNull("tag"),
        why,
        times);
  }

  /** A recovery whose flip has not been handed over yet is one of just now. */
  private static Map<Long, Parents> parents(Tx tx, List<Long> checks) {
    return tx
        .query(
            "reading what checks depend on",
            """
            SELECT d.check_id, bool_or(s.status = 'down') AS down,
                   max(CASE WHEN i.id IS NOT NULL THEN coalesce(i.closed_at, now()) END) AS clear_since
              FROM check_depends d
              JOIN check_state s ON s.check_id = d.on_check_id
              LEFT JOIN LATERAL (
                SELECT id, closed_at FROM incidents WHERE check_id = d.on_check_id
                 ORDER BY opened_at DESC, id DESC LIMIT 1) i ON true
             WHERE d.check_id = ANY(?) GROUP BY d.check_id
            """,
            row ->
                Map.entry(
                    row.number("check_id"),
                    new Parents(row.flag("down"), orNever(row.instantOrNull("clear_since")))),
            checks)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Instant orNever(@Nullable Instant at) {
    return at == null ? Instant.EPOCH : at;
  }
}
