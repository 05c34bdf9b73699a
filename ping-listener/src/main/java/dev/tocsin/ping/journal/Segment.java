package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a stream, named by the logical offset of its first byte. The byte of position {@code
 * p} lies at {@code p - start} in the file.
 */
final class Segment {

  private static final String SUFFIX = ".seg";
  private static final int DIGITS = 20;

  final Path file;
  final long start;

  private volatile @Nullable Finished finished;

  /** Nothing from here on counts, whatever the file holds: the writer gave the rest up. */
  private volatile long voidFrom = Long.MAX_VALUE;

  Segment(Path folder, long start) {
    this.file = folder.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d" + SUFFIX, start));
    this.start = start;
  }

  /** The segment that a file is by its name; empty for any other file. */
  static Optional<Segment> of(Path file) {
    String name = file.getFileName().toString();
    if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Segment(file.resolveSibling(""), Long.parseLong(name.substring(0, DIGITS))));
    } catch (NumberFormatException other) {
      return Optional.empty();
    }
  }

  long voidFrom() {
    return voidFrom;
  }

  void abandon(long from) {
    voidFrom = Math.min(voidFrom, from);
  }

  long bytes() throws IOException {
    return Files.size(file);
  }

  /** Of a segment that nobody writes any more: asked of the file system once. */
  Finished finished() throws IOException {
    Finished known = finished;
    if (known == null) {
      known = new Finished(bytes(), Files.getLastModifiedTime(file).toInstant());
      finished = known;
    }
    return known;
  }

  /** Size and time of the last write. */
  record Finished(long bytes, Instant written) {}
}
