package dev.tocsin.ping.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of the journal.
 *
 * @param dir the folder that holds all streams of this data directory; made if missing
 * @param node who writes, for people who look at the files
 * @param segmentBytes a segment that would grow beyond is followed by another one; trimming works
 *     by whole segments
 * @param maxBytes beyond this much on disk we answer full: a Postgres outage must not fill the disk
 * @param minFreeBytes below this much free disk we answer full: better than an fsync that fails,
 *     and a database on the same disk still has room to take what the journal holds
 * @param keep applied segments stay so long, for a database that comes back older
 * @param keepBytes at most so much of what is applied stays, whatever its age
 * @param maxPendingRecords beyond this many records waiting for the disk we answer full
 * @param maxPendingBytes beyond this many bytes waiting for the disk we answer full
 * @param maxRecordBytes a larger ping is refused by exception: the caller's body limit is lower
 * @param noteEvery how often "listening" is noted when nothing else says so
 */
public record JournalConfig(
    Path dir,
    String node,
    long segmentBytes,
    long maxBytes,
    long minFreeBytes,
    Duration keep,
    long keepBytes,
    int maxPendingRecords,
    long maxPendingBytes,
    int maxRecordBytes,
    Duration noteEvery) {

  private static final long MIB = 1 << 20;

  /** Refuses bounds that cannot work together. */
  public JournalConfig {
    if (segmentBytes < 1024 || maxBytes < 2 * (segmentBytes + maxPendingBytes)) {
      // Else the segment being written, which no trim can delete, could fill the journal for good.
      throw new IllegalArgumentException(
          "journal: max-bytes must be twice of segment-bytes and max-pending-bytes together");
    }
    if (maxRecordBytes > maxPendingBytes) {
      throw new IllegalArgumentException("journal: max-pending-bytes must hold the largest record");
    }
    if (maxRecordBytes < 1024 || maxRecordBytes > RecordFormat.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("journal: records of 1 KiB to 16 MiB: " + maxRecordBytes);
    }
    if (noteEvery.isNegative() || noteEvery.isZero() || maxPendingRecords < 1) {
      throw new IllegalArgumentException("journal: note-every and max-pending must be positive");
    }
  }

  /** The defaults: 64 MiB segments, 4 GiB in all, 24 h or 1 GiB of what is applied. */
  public static JournalConfig defaults(Path dir, String node) {
    return new JournalConfig(
        dir,
        node,
        64 * MIB,
        4096 * MIB,
        256 * MIB,
        Duration.ofHours(24),
        1024 * MIB,
        50_000,
        64 * MIB,
        (int) (4 * MIB),
        Duration.ofSeconds(1));
  }
}
