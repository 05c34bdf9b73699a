package dev.tocsin.domain.ping;

import java.util.Locale;

/** What a ping says about its job. */
public enum PingKind {
  /** The job finished well. */
  SUCCESS,
  /** The job began; its run is supervised from here. */
  START,
  /** The job finished badly. */
  FAIL,
  /** A remark: kept in the log, changes nothing. */
  LOG,
  /** Ignored by the check's own filters; kept in the log, changes nothing. */
  IGN;

  /** The word on the wire and in the database: {@code success}, {@code start}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind for a {@link #word()}; throws {@link IllegalArgumentException} for any other. */
  public static PingKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether this kind ends a run: success or fail. */
  public boolean completes() {
    return this == SUCCESS || this == FAIL;
  }
}
