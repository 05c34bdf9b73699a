package dev.tocsin.ping.journal;

import java.util.List;

/** Takes over streams of processes that are gone. */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class Adoption {

  private Adoption() {}

  /**
   * Locks and opens every stream in the folder that no live process holds, oldest first; also those
   * that were applied and closed and are merely kept. For a process without a journal of its own
   * (drain); others call {@link Journal#adopt()}.
   *
   * @throws java.io.UncheckedIOException if the folder cannot be read
   */
  public static List<AdoptedStream> unlocked(JournalConfig config) {
    throw new UnsupportedOperationException();
  }
}
