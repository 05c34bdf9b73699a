package dev.tocsin.dashboard.doctor;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.FlipFilter;
import dev.tocsin.dashboard.checks.LoggedPing;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.doctor.CaseHistory;
import dev.tocsin.domain.doctor.Heard;
import dev.tocsin.domain.doctor.Told;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the doctor is told of a check. Blocking. */
final class CaseHistories {

  /** Of a check that flaps all day, the latest flips are enough. */
  private static final int FLIPS = 2_000;

  /** Enough of a user agent to tell two apart. */
  private static final int LONGEST_AGENT = 60;

  /** More zones than these are no hint. */
  private static final int LIKELY_ZONES = 5;

  private record Birth(Instant at, boolean told) {}

  private final Db db;
  private final CheckQueries queries;

  CaseHistories(Db db, CheckQueries queries) {
    this.db = db;
    this.queries = queries;
  }

  /**
   * The history of a check.
   *
   * @param likely as {@link CaseHistory} takes them
   */
  CaseHistory of(StoredCheck check, List<ZoneId> likely, Instant now) {
    Birth birth = birth(check, now);
    List<Heard> heard =
        queries.pings(check, CheckQueries.PINGS_AT_ONCE).stream()
            .map(ping -> new Heard(ping.ping(), source(ping)))
            .sorted(Comparator.comparing(h -> h.ping().at()))
            .toList();
    List<Flip> flips =
        queries.flips(check, FlipFilter.ALL, FLIPS).stream()
            .flatMap(flip -> flip.known().stream())
            .sorted(Comparator.comparing(Flip::at))
            .toList();
    BlindTimes blind =
        heard.isEmpty()
            ? BlindTimes.NONE
            : db.transaction(
                "reading blind time", tx -> BlindRows.read(tx, heard.get(0).ping().at()));
    return new CaseHistory(
        told(check.settings()),
        birth.told(),
        check.settings().manualResume(),
        check.settings().policy(),
        heard,
        flips,
        blind,
        check.state().pings(),
        birth.at(),
        likely,
        now);
  }

  /** What the doctor may change of the settings of a check. */
  static Told told(CheckSettings set) {
    return new Told(set.kind(), set.timeout(), set.schedule(), set.tz(), set.grace());
  }

  private static String source(LoggedPing ping) {
    String agent = ping.ua();
    String cut = agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent;
    return Stream.of(ping.remoteAddr() == null ? "" : ping.remoteAddr(), cut)
        .filter(part -> !part.isBlank())
        .reduce("", (a, b) -> (a + " " + b).strip());
  }

  /** A file that checks are kept in tells what it means, be it by leaving it out. */
  private Birth birth(StoredCheck check, Instant now) {
    CheckSettings set = check.settings();
    boolean changed =
        !set.kind().equals(CheckSettings.DEFAULTS.kind())
            || !set.timeout().equals(CheckSettings.DEFAULTS.timeout());
    return db.first(
            "reading when check %s was made".formatted(check.code()),
            """
            SELECT created_at, schedule_told OR managed_by <> '' AS told FROM checks WHERE id = ?
            """,
            row -> new Birth(row.instant("created_at"), changed || row.flag("told")),
            check.id())
        .orElse(new Birth(now, true));
  }

  /** Zones that checks of a project go by, the most frequent first, and that of whoever looks. */
  List<ZoneId> likely(long projectId, ZoneId viewer) {
    List<ZoneId> zones =
        new ArrayList<>(
            db.query(
                "reading the zones of project " + projectId,
                """
                SELECT tz FROM checks WHERE project_id = ? AND kind <> 'simple'
                 GROUP BY tz ORDER BY count(*) DESC, tz LIMIT ?
                """,
                row -> ZoneId.of(row.string("tz")),
                projectId,
                LIKELY_ZONES));
    boolean isNamed = viewer.getId().contains("/");
    if (isNamed && !zones.contains(viewer)) {
      zones.add(viewer);
    }
    return zones;
  }
}
