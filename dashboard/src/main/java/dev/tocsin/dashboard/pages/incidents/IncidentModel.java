package dev.tocsin.dashboard.pages.incidents;

import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.people.Account;
import java.time.Duration;
import java.time.Instant;

/**
 * An incident as somebody sees it.
 *
 * @param me who looks
 * @param mayEdit whether they may do something about it
 */
public record IncidentModel(Incident incident, Account me, boolean mayEdit) {

  /** Why the check went down, as the end of a sentence. */
  public String why() {
    return switch (incident.reason()) {
      case "timeout" -> "no ping came in time";
      case "fail" -> "a ping said failure";
      case "too_fast" -> "a run ended sooner than it can have";
      case "assertion" -> "a success broke an assertion";
      default -> incident.reason();
    };
  }

  /** How long it lasted as far as we listened; nothing while it goes on. */
  public String lasted() {
    Instant ended = incident.ended();
    if (ended == null) {
      return "";
    }
    String down = Times.span(incident.downtime(ended));
    Duration unheard = incident.unheard(ended);
    return unheard.isZero()
        ? down
        : "%s and %s in which Tocsin could not hear".formatted(down, Times.span(unheard));
  }

  /** What ended it, as a sentence. */
  public String ending() {
    return "up".equals(incident.endedBy()) ? "Recovered" : "Ended by a pause";
  }

  /** Why nobody was told of it; empty if people were. */
  public String withheld() {
    return incident.withheld().map(IncidentModel::words).orElse("");
  }

  private static String words(String withheld) {
    return switch (withheld) {
      case "silenced" -> "Nobody was told: a silence is on.";
      case "maintenance" -> "Nobody was told: maintenance is on.";
      case "depends" -> "Nobody was told: a check that this one depends on is down.";
      case "flapping" -> "Not told by itself: the check flaps.";
      default -> "Nobody was told: " + withheld + ".";
    };
  }

  /** Who acknowledged it, from where. */
  public String acknowledgedBy() {
    return incident
        .acknowledged()
        .map(ack -> ack.by() + (ack.how().equals("link") ? " by a link in a message" : ""))
        .orElse("");
  }

  public boolean mine() {
    return incident.assignee().map(me.email()::equals).orElse(false);
  }
}
