package dev.tocsin.alerter.operators;

import dev.tocsin.alerter.streams.StreamWatch.StillStream;
import java.util.List;
import java.util.function.Supplier;

/** Listeners that do not get on: alerts wait for them. */
final class StreamsStill implements Condition {

  private final Supplier<List<StillStream>> still;

  /**
   * @param still the streams that stand still
   */
  StreamsStill(Supplier<List<StillStream>> still) {
    this.still = still;
  }

  @Override
  public List<Finding> find() {
    return still.get().stream().map(StreamsStill::finding).toList();
  }

  private static Finding finding(StillStream stream) {
    return new Finding(
        "stream-still-" + stream.id(),
        "the listener on %s stands still".formatted(stream.node()),
        List.of(
            "What it heard is on its disk, and none of it reaches the database: %s."
                .formatted(stream.words()),
            "No alert about a missed deadline is sent until it goes on or is given up. Look at its"
                + " log, its disk and its connection to the database; take it out of the balancer"
                + " if it cannot be mended."),
        "Streams that stand still");
  }
}
