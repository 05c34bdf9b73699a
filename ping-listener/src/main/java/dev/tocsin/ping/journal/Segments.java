package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The segments of one stream in order. Written by the journal's thread (a new one) and by trimming
 * (the oldest goes), read by everybody.
 */
final class Segments {

  private final ConcurrentSkipListMap<Long, Segment> byStart = new ConcurrentSkipListMap<>();

  /** Those that lie in the folder. */
  static Segments in(Path folder) throws IOException {
    Segments segments = new Segments();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> Segment.of(file).ifPresent(segments::add));
    }
    return segments;
  }

  void add(Segment segment) {
    byStart.put(segment.start, segment);
  }

  void remove(Segment segment) {
    byStart.remove(segment.start);
  }

  boolean isEmpty() {
    return byStart.isEmpty();
  }

  List<Segment> list() {
    return new ArrayList<>(byStart.values());
  }

  List<Segment> newestFirst() {
    return byStart.values().stream()
        .sorted(Comparator.comparingLong((Segment s) -> s.start).reversed())
        .toList();
  }

  /** Where the oldest begins; 0 if there is none. */
  long start() {
    var first = byStart.firstEntry();
    return first == null ? 0 : first.getKey();
  }

  /** The one that holds this position. */
  Optional<Segment> holding(long position) {
    return Optional.ofNullable(byStart.floorEntry(position)).map(e -> e.getValue());
  }

  /** Where the next segment begins, or {@code otherwise} if there is none. */
  long startAfter(Segment segment, long otherwise) {
    Long next = byStart.higherKey(segment.start);
    return next == null ? otherwise : next;
  }

  /** The position up to which this segment's records count; at most {@code end}. */
  long limit(Segment segment, long end) {
    return Math.min(Math.min(segment.voidFrom(), startAfter(segment, end)), end);
  }

  /** Everything in {@code [from, to)} is void. */
  void abandon(long from, long to) {
    byStart.headMap(to).values().stream()
        .filter(segment -> startAfter(segment, Long.MAX_VALUE) > from)
        .forEach(segment -> segment.abandon(from));
  }
}
