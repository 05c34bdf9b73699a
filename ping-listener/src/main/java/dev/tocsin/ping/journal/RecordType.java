package dev.tocsin.ping.journal;

import java.util.Optional;

/** What a record says. The codes are on disk: never change one. */
enum RecordType {
  /** The stream begins; payload: process id and node, for people. */
  OPEN(1),
  /** A ping; payload: {@link PingCodec}. */
  PING(2),
  /** "Listening"; no payload. */
  NOTE(3),
  /**
   * First record of a segment that took over after a failed write; payload: the position from which
   * on everything up to this record is void, whatever bytes may be found there.
   */
  ABANDONED(4),
  /** The process ended in good order; no payload, nothing follows. */
  CLOSED(5),
  /** Pings could not be accepted for a while; payload: {@link SignCodec}. */
  DEAF(6),
  /** The clock jumped; payload: {@link SignCodec}. */
  CLOCK(7);

  private static final RecordType[] BY_CODE = {
    null, OPEN, PING, NOTE, ABANDONED, CLOSED, DEAF, CLOCK
  };

  final byte code;

  RecordType(int code) {
    this.code = (byte) code;
  }

  static Optional<RecordType> of(byte code) {
    return code < 1 || code >= BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code]);
  }
}
