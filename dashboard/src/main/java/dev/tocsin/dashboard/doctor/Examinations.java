package dev.tocsin.dashboard.doctor;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.domain.doctor.Doctor;
import dev.tocsin.domain.doctor.Finding;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines checks when somebody asks, and remembers what came of it. An examination reads some
 * hundred pings and takes some milliseconds; nothing of it is on the way of a ping. Blocking.
 */
public final class Examinations {

  private static final Logger LOG = LoggerFactory.getLogger(Examinations.class);

  /** What is remembered; most checks have no finding, so this is some megabytes. */
  private static final int KEPT = 20_000;

  /** On the page of a check: as long as a bad habit does not change. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** In the list of a project. */
  private static final Duration FRESH_IN_LIST = Duration.ofHours(1);

  /** The list is shown at once, with what was seen before and what is found in so long. */
  private static final Duration FIRST = Duration.ofMillis(30);

  /** Then the page asks again and again for the rest; each time this long. */
  private static final Duration ROUND = Duration.ofMillis(1_500);

  private record Key(long check, ZoneId viewer) {}

  private record Done(CheckSettings settings, Instant at, List<Finding> findings) {}

  /** A check with what was found. */
  public record Found(StoredCheck check, List<Finding> findings) {}

  /**
   * A round through a project, as far as it got.
   *
   * @param examined how many of {@code all} checks have been looked at
   */
  public record Round(List<Found> found, int examined, int all) {}

  private final CaseHistories histories;
  private final Map<Key, Done> done =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Done> eldest) {
          return size() > KEPT;
        }
      };

  public Examinations(Db db, CheckQueries queries) {
    this.histories = new CaseHistories(db, queries);
  }

  /**
   * What the doctor finds with a check.
   *
   * @param viewer the zone of whoever looks: a hint where it may be one of several
   */
  public List<Finding> of(StoredCheck check, ZoneId viewer, Instant now) {
    return remembered(check, viewer, now, FRESH)
        .orElseGet(() -> examined(check, histories.likely(check.projectId(), viewer), viewer, now));
  }

  /**
   * Looks at the checks of a project; what it has seen before takes no time.
   *
   * @param first whether somebody waits for a page, which then asks for more
   */
  public Round round(
      long projectId, List<StoredCheck> checks, ZoneId viewer, Instant now, boolean first) {
    long until = System.nanoTime() + (first ? FIRST : ROUND).toNanos();
    List<ZoneId> likely = histories.likely(projectId, viewer);
    List<Found> found = new ArrayList<>();
    int examined = 0;
    for (StoredCheck check : checks) {
      Optional<List<Finding>> known = remembered(check, viewer, now, FRESH_IN_LIST);
      if (known.isEmpty() && System.nanoTime() - until < 0) {
        known = Optional.of(examined(check, likely, viewer, now));
      }
      examined += known.isPresent() ? 1 : 0;
      known.filter(some -> !some.isEmpty()).ifPresent(some -> found.add(new Found(check, some)));
    }
    return new Round(found, examined, checks.size());
  }

  private Optional<List<Finding>> remembered(
      StoredCheck check, ZoneId viewer, Instant now, Duration fresh) {
    synchronized (done) {
      return Optional.ofNullable(done.get(new Key(check.id(), viewer)))
          .filter(d -> d.settings().equals(check.settings()))
          .filter(d -> d.at().plus(fresh).isAfter(now))
          .map(Done::findings);
    }
  }

  private List<Finding> examined(
      StoredCheck check, List<ZoneId> likely, ZoneId viewer, Instant now) {
    List<Finding> findings = List.of();
    try {
      if (check.state().pings() > 0) {
        findings = Doctor.examine(histories.of(check, likely, now));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A schedule that this version cannot read must not hide the findings of other checks.
      LOG.error("check {} cannot be examined", check.code(), e);
    }
    synchronized (done) {
      done.put(new Key(check.id(), viewer), new Done(check.settings(), now, findings));
    }
    return findings;
  }
}
