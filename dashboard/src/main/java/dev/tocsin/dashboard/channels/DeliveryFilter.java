package dev.tocsin.dashboard.channels;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which deliveries are asked for; all parts must fit.
 *
 * @param from made at or after this
 * @param to made before this
 * @param before made before this
 * @param beforeId or just then, with a smaller id: the next page
 */
public record DeliveryFilter(
    Optional<UUID> channel,
    Optional<State> state,
    Instant from,
    Instant to,
    Instant before,
    long beforeId) {

  /** Every delivery. */
  public static final DeliveryFilter ALL =
      new DeliveryFilter(
          Optional.empty(),
          Optional.empty(),
          Instant.EPOCH,
          Schedule.NEVER,
          Schedule.NEVER,
          Long.MAX_VALUE);

  /** How a delivery is getting on. */
  public enum State {
    WAITING("d.message_id IS NULL AND d.withheld IS NULL"),
    SENDING("m.state = 'sending'", true),
    DELIVERED("m.state = 'delivered'"),
    FAILED("m.state = 'failed'", true),
    WITHHELD("d.withheld IS NOT NULL");

    final String condition;

    /** Whether few messages are in this state: they are found first, and what is in them after. */
    final boolean rare;

    State(String condition) {
      this(condition, false);
    }

    State(String condition, boolean rare) {
      this.condition = condition;
      this.rare = rare;
    }
  }
}
