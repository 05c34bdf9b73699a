package dev.tocsin.ping.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much the first stamps of a stream are wrong: those that were given by the clock of the
 * machine, before the database's time was known. The journal keeps stamps as they were given; they
 * are corrected when they are read to be applied.
 *
 * @param before records before this position are wrong
 * @param by what is to be added to their stamps
 */
public record Correction(long before, Duration by) {

  /** Nothing is wrong. */
  public static final Correction NONE = new Correction(0, Duration.ZERO);

  /** A time as a record at this position gives it, corrected. */
  public Instant of(long position, Instant at) {
    return position < before ? at.plus(by) : at;
  }

  /**
   * What was read, corrected.
   *
   * @param from the position at which the read began
   */
  public Batch of(long from, Batch read) {
    return from < before
        ? new Batch(entries(read.entries()), read.next(), signs(read.signs()))
        : read;
  }

  private List<Entry> entries(List<Entry> read) {
    return read.stream()
        .map(e -> new Entry(e.position(), e.end(), of(e.position(), e.at()), e.ping()))
        .toList();
  }

  /** Signs have an order and no positions: what was wrong ends with the one that says so. */
  private List<Sign> signs(List<Sign> read) {
    List<Sign> signs = new ArrayList<>(read.size());
    boolean wrong = true;
    for (Sign sign : read) {
      wrong &= !(sign instanceof ClockEvent event && event.why() == ClockEvent.Why.CORRECTED);
      signs.add(wrong ? sign.plus(by) : sign);
    }
    return signs;
  }
}
