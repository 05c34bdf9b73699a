package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be read of one stream: remembered, and its bytes copied beside the segments, so
 * that somebody can look at them after the segment is gone. Thread-safe.
 */
final class DamageLog {

  private static final Logger log = LoggerFactory.getLogger(DamageLog.class);

  /** So many ranges are remembered and copied; a disk that breaks more is beyond listing. */
  static final int MAX_RANGES = 1000;

  private final Optional<Path> folder;
  private final TreeMap<Long, Damage> ranges = new TreeMap<>();

  /**
   * @param folder where to copy the bytes to; empty for somebody who only looks
   */
  DamageLog(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Notes {@code [from, to)} of a segment once, however often it is met. */
  synchronized void add(Segment segment, long from, long to, boolean tail) {
    if (ranges.containsKey(from) || ranges.size() >= MAX_RANGES) {
      return;
    }
    ranges.put(from, new Damage(from, to, tail));
    folder.ifPresent(
        into -> {
          try {
            setAside(into, segment, from, to, tail);
          } catch (IOException e) {
            // Reading goes on without the copy: the segment itself still has the bytes.
            log.warn("Journal: cannot set damaged bytes aside in {}: {}", into, e.toString());
          }
        });
  }

  /**
   * As {@link #add}, for bytes that will be cut off the segment.
   *
   * @throws IOException if they could not be copied: then they may not be cut
   */
  synchronized void addBeforeCut(Segment segment, long from, long to) throws IOException {
    ranges.put(from, new Damage(from, to, true));
    if (folder.isPresent()) {
      setAside(folder.get(), segment, from, to, true);
    }
  }

  synchronized List<Damage> list() {
    return List.copyOf(ranges.values());
  }

  private static void setAside(Path into, Segment segment, long from, long to, boolean tail)
      throws IOException {
    log.warn(
        "Journal: {} in {}: positions {} to {} are set aside in {}",
        tail ? "unfinished record" : "DAMAGED RECORD",
        segment.file,
        from,
        to,
        into);
    Path copy = into.resolve(String.format(Locale.ROOT, "%020d-%020d.bin", from, to));
    Files.createDirectories(into);
    try (FileChannel in = FileChannel.open(segment.file, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                copy,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      in.transferTo(from - segment.start, to - from, out);
      out.force(true);
    }
  }
}
