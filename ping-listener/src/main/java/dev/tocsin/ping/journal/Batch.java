package dev.tocsin.ping.journal;

import java.util.List;

/**
 * What one read gave.
 *
 * @param entries pings in position order; may be empty although {@code next} moved
 * @param next where to read on; it also lies behind control records and damaged ranges, so it may
 *     be stored as the stream's cursor once the entries are applied
 * @param signs what the records that were read, of all kinds, say about their time, in order: to be
 *     stored together with the cursor
 */
public record Batch(List<Entry> entries, long next, List<Sign> signs) {}
