package dev.tocsin.alerter.streams;

import java.time.Duration;

/**
 * Bounds of watching the streams.
 *
 * @param look between two looks at all open streams
 * @param gap so long without a look, and what was seen before counts no more: we were away, or the
 *     database was, and then every stream stood still
 * @param still a stream that has not moved for so long is asked about; a batch may take as long
 * @param probeEvery between two questions to the node of one stream
 * @param answer a node that takes longer is silent
 * @param probes questions at once: nodes that hang must not use up threads
 * @param refusedFor a stream whose node refuses for so long is dead: a restart may refuse for a
 *     while, and then adopts the stream
 * @param retireAfter a stream that is cut off, or whose node cannot be asked, holds all alerts for
 *     so long at most
 */
public record StreamLimits(
    Duration look,
    Duration gap,
    Duration still,
    Duration probeEvery,
    Duration answer,
    int probes,
    Duration refusedFor,
    Duration retireAfter) {

  /** The usual bounds. */
  public static final StreamLimits DEFAULTS =
      new StreamLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          4,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  public StreamLimits {
    if (probes < 1 || retireAfter.compareTo(refusedFor) < 0) {
      throw new IllegalArgumentException(
          "node-retire-after must be at least " + refusedFor.toSeconds() + " s");
    }
  }

  /** Long enough for one question to have been answered: then people are told. */
  Duration worthALine() {
    return still.plus(answer);
  }

  /** The same with another patience for nodes that are cut off. */
  public StreamLimits withRetireAfter(Duration longest) {
    return new StreamLimits(look, gap, still, probeEvery, answer, probes, refusedFor, longest);
  }
}
