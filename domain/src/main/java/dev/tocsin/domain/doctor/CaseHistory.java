package dev.tocsin.domain.doctor;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.check.Replay;
import dev.tocsin.domain.ping.Ping;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * All that the doctor is told of a check.
 *
 * @param told when its job is expected
 * @param toldByPeople false: nobody has said so yet, {@code told} is what every check begins with
 * @param heard what is kept of its pings, by time
 * @param flips its changes of status in that time, by time
 * @param blind when nobody could hear
 * @param counted how many pings there ever were
 * @param createdAt when the check was made
 * @param likely the zones of the project's other checks and of whoever looks, most likely first
 */
public record CaseHistory(
    Told told,
    boolean toldByPeople,
    boolean manualResume,
    Policy policy,
    List<Heard> heard,
    List<Flip> flips,
    BlindTimes blind,
    long counted,
    Instant createdAt,
    List<ZoneId> likely,
    Instant now) {

  public CaseHistory {
    heard = List.copyOf(heard);
    flips = List.copyOf(flips);
    likely = List.copyOf(likely);
  }

  /** What other settings would have made of this past. */
  Judged judgedBy(Told other) {
    CheckRules rules = new CheckRules(other.schedule(), other.grace(), manualResume, policy);
    List<Ping> pings = heard.stream().map(Heard::ping).toList();
    return Judged.of(Replay.of(rules, pings, flips, blind, Instant.EPOCH, now));
  }
}
