package dev.tocsin.ping.journal;

import java.util.List;
import java.util.UUID;

/** Reads the pings of one stream in the order they were stamped. Thread-safe. */
public interface JournalReader {

  /** The stream's id: random, one per process start. */
  UUID stream();

  /** Position of the oldest record that is still kept. */
  long start();

  /** The position after the last record that is surely on disk. */
  long end();

  /**
   * Reads pings that are surely on disk. What is damaged is set aside, remembered in {@link
   * #damage()} and skipped.
   *
   * @param from where the last batch said to read on, or a cursor; from {@link #start()} to {@link
   *     #end()}, else {@link IllegalArgumentException}
   * @param maxRecords at most so many pings
   * @param maxBytes stop once the records read are larger than this; one is always returned
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  Batch read(long from, int maxRecords, int maxBytes);

  /** The damaged ranges met so far, oldest first. */
  List<Damage> damage();
}
