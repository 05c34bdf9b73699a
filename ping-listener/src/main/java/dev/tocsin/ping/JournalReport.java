package dev.tocsin.ping;

import java.time.Duration;
import java.util.UUID;

/**
 * How the journal of this process fares.
 *
 * @param stream that it writes
 * @param end the position after its last record
 * @param bytes on disk, of all streams in its folder
 * @param lag age of the oldest ping on disk that is not applied; zero: there is none
 * @param damaged ranges that could not be read and were set aside
 */
public record JournalReport(UUID stream, long end, long bytes, Duration lag, int damaged) {}
