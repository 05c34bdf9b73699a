package dev.tocsin.ping.journal;

import java.time.Instant;

/** A record that has its place in the stream and waits for the disk. */
record Pending(RecordType type, long position, long stampMicros, byte[] payload, Receipt receipt) {

  /** For the journal's own records. */
  static final Receipt NOBODY =
      new Receipt() {
        @Override
        public void durable(long position, long end, Instant at) {}

        @Override
        public void lost() {}
      };

  int bytes() {
    return RecordFormat.HEADER_BYTES + payload.length;
  }

  long end() {
    return position + bytes();
  }
}
