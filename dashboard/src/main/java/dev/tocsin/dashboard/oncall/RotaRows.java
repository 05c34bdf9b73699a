package dev.tocsin.dashboard.oncall;

import dev.tocsin.channels.group.GroupKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of rotas. */
public final class RotaRows {

  /** Kinds of channels that hand on what they get: nobody is reached by one of these. */
  public static final Collection<String> STAND_FOR_OTHERS = List.of(GroupKind.CODE, RotaKind.CODE);

  /** Somebody who takes turns, with the number of the channel that reaches them. */
  public record Member(String name, long channel) {}

  private RotaRows() {}

  /**
   * Writes what a rota is from now on; the alerter turns it within moments.
   *
   * @param id of its channel, which is there
   * @param zone a known one
   */
  public static void write(
      Tx tx, long id, LocalDateTime begins, Duration turn, String zone, List<Member> people) {
    tx.update(
        "writing a rota",
        """
        INSERT INTO rotas (channel_id, begins, turn, tz) VALUES (?, ?::timestamp, ?, ?)
        ON CONFLICT (channel_id) DO UPDATE
           SET begins = EXCLUDED.begins, turn = EXCLUDED.turn, tz = EXCLUDED.tz, turns_at = now()
        """,
        id,
        begins.toString(),
        turn,
        TimeZones.canonical(zone).orElseThrow());
    tx.update("clearing a rota", "DELETE FROM rota_people WHERE rota_id = ?", id);
    List<Long> positions = new ArrayList<>();
    people.forEach(one -> positions.add((long) positions.size()));
    tx.update(
        "writing who takes turns",
        """
        INSERT INTO rota_people (rota_id, position, name, member_id)
        SELECT ?, p.position, p.name, p.member_id
          FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS p(position, name, member_id)
        """,
        id,
        positions,
        people.stream().map(Member::name).toList(),
        people.stream().map(Member::channel).toList());
  }
}
