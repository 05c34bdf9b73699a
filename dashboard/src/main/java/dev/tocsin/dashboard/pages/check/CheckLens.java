package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.live.Lens;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.dashboard.web.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the page of one check true: its state changes in place; that the log has new entries is
 * said, and the page fetches them when nobody is reading there.
 */
final class CheckLens implements Lens<Board> {

  /** What others do to an incident or a message moves no check: so often somebody asks. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);

  private final Visit visit;
  private final OwnCheck own;
  private final CheckPages pages;
  private final CheckLog log;
  private String seen;
  private String seenIncident;
  private long pings = -1;
  private long mark = -1;
  private Instant asked = Instant.EPOCH;

  CheckLens(Visit visit, OwnCheck own, CheckPages pages, CheckLog log) {
    this.visit = visit;
    this.own = own;
    this.pages = pages;
    this.log = log;
    this.seen = visit.query("seen");
    this.seenIncident = visit.query("incident");
  }

  @Override
  public List<Frame> look(Board board) {
    Optional<Shown> found = board.find(own.view().check().code());
    if (found.isEmpty()) {
      return List.of();
    }
    Shown shown = found.get();
    List<Frame> frames = new ArrayList<>();
    String fingerprint = shown.fingerprint();
    boolean changed = !fingerprint.equals(seen);
    if (changed) {
      seen = fingerprint;
      frames.add(new Frame("state", state(shown, visit.viewer().at(board.asOf()))));
    }
    if (changed || !board.asOf().isBefore(asked.plus(ASK_EVERY))) {
      asked = board.asOf();
      lookAround(board, shown, changed, frames);
    }
    return frames;
  }

  private void lookAround(Board board, Shown shown, boolean changed, List<Frame> frames) {
    Optional<Incident> incident = pages.incident(own);
    if (!mark(incident).equals(seenIncident)) {
      seenIncident = mark(incident);
      frames.add(new Frame("state", incident(incident, visit.viewer().at(board.asOf()))));
    }
    long now = log.mark(shown.check());
    boolean first = mark < 0;
    if ((first && changed) || (!first && (now != mark || shown.check().state().pings() != pings))) {
      frames.add(new Frame("log", "changed"));
    }
    mark = now;
    pings = shown.check().state().pings();
  }

  /** Another text whenever an incident looks different. */
  static String mark(Optional<Incident> incident) {
    return Integer.toHexString(incident.hashCode());
  }

  private String incident(Optional<Incident> incident, Viewer viewer) {
    return visit.part(
        "check/incident.jte",
        Map.of(
            "incident",
            incident.map(open -> CheckPages.shown(visit, own, open)),
            "viewer",
            viewer,
            "csrf",
            visit.csrf(),
            "live",
            true));
  }

  private String state(Shown shown, Viewer viewer) {
    return visit.part(
            "check/state.jte",
            Map.of("shown", shown, "bar", pages.bar(shown), "viewer", viewer, "live", true))
        + visit.part(
            "check/toggle.jte",
            Map.of("shown", shown, "mayEdit", own.project().mayEdit(), "live", true));
  }
}
