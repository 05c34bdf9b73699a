package dev.tocsin.drills.bench;

import dev.tocsin.store.Db;

/**
 * What Postgres has written and read up to a moment: WAL, the images of whole pages in it, and
 * pages of 8 KiB between its shared memory and the system ({@code pg_stat_wal}, {@code
 * pg_stat_io}).
 */
record Written(double walBytes, double images, double read, double written) {

  static Written upTo(Db db) {
    return db.first(
            "what Postgres has written",
            """
            SELECT wal_bytes::bigint AS wal, wal_fpi AS images, io.read, io.written
              FROM pg_stat_wal,
                   (SELECT sum(reads)::bigint AS read, sum(writes)::bigint AS written
                      FROM pg_stat_io WHERE object = 'relation') io
            """,
            row ->
                new Written(
                    row.number("wal"),
                    row.number("images"),
                    row.number("read"),
                    row.number("written")))
        .orElseThrow();
  }

  /** For each of so many pings since then, in words. */
  String perPing(Written before, long pings) {
    return "a ping: %.0f bytes of WAL · %.3f images of pages · %.3f pages read · %.3f written"
        .formatted(
            (walBytes - before.walBytes) / pings,
            (images - before.images) / pings,
            (read - before.read) / pings,
            (written - before.written) / pings);
  }
}
