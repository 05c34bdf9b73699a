package dev.tocsin.ping.journal;

import java.util.UUID;

/** Which check a ping is for, as its address says it. */
public sealed interface Target {

  /** Longest ping key and longest slug, in bytes of UTF-8; no check can have a longer one. */
  int MAX_NAME_BYTES = 255;

  /** By the check's own code. */
  record ByCode(UUID code) implements Target {}

  /**
   * By the project's ping key and the check's slug.
   *
   * @param pingKey at most {@link #MAX_NAME_BYTES}
   * @param slug at most {@link #MAX_NAME_BYTES}
   * @param create the check is to be made if there is none ({@code create=1})
   */
  record BySlug(String pingKey, String slug, boolean create) implements Target {}
}
