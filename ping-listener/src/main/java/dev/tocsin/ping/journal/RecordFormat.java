package dev.tocsin.ping.journal;

/** The bytes of a record's header; every one is described in {@code docs/journal-format.md}. */
final class RecordFormat {

  /** Nothing longer is ever written or believed. */
  static final int MAX_RECORD_BYTES = 16 << 20;

  private RecordFormat() {}
}
