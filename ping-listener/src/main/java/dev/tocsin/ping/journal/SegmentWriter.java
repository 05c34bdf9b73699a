package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts groups of records into segment files: few large writes, one fsync. After an {@link
 * IOException} the segment is never touched again: an fsync that failed may have dropped the very
 * pages that the next one would report as safe. Used by the journal's thread alone.
 */
final class SegmentWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;

  private final Disk disk;
  private final StoredStream stream;
  private final long segmentBytes;
  private final Retention retention;
  private final RecordFormat format;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private Disk.@Nullable File file;
  private @Nullable Segment unsound;
  private long written;

  SegmentWriter(Disk disk, StoredStream stream, long segmentBytes, Retention retention) {
    this.disk = disk;
    this.stream = stream;
    this.segmentBytes = segmentBytes;
    this.retention = retention;
    this.format = new RecordFormat(stream.id);
  }

  /** Returns once the whole group is on disk. A group is never split over two segments. */
  void append(List<Pending> group) throws IOException {
    long bytes = group.get(group.size() - 1).end() - group.get(0).position();
    if (file != null && written + bytes > segmentBytes && written > 0) {
      close();
    }
    if (file == null) {
      file = begin(group.get(0).position());
    }
    for (Pending record : group) {
      put(file, record);
    }
    flush(file);
    file.force();
    unsound = null;
  }

  /** Leaves the segment alone for good; everything from {@code durable} to {@code next} is void. */
  void abandon(long durable, long next) {
    try {
      close();
    } catch (IOException alreadyFailed) {
      // The failure that brought us here has been told.
      file = null;
    }
    buffer.clear();
    forget();
    stream.segments.abandon(durable, next);
  }

  /** Takes away a segment of which nothing ever was on disk: a disk that is full makes many. */
  private void forget() {
    Segment none = unsound;
    unsound = null;
    if (none != null) {
      stream.segments.remove(none);
      retention.wrote(-written);
      try {
        Files.deleteIfExists(none.file);
      } catch (IOException e) {
        // Then it stays: what takes over from it says that all of it is void.
      }
    }
  }

  private Disk.File begin(long position) throws IOException {
    Segment segment = new Segment(stream.folder, position);
    Disk.File begun = disk.create(segment.file);
    stream.segments.add(segment);
    unsound = segment;
    written = 0;
    try {
      disk.forceFolder(stream.folder);
    } catch (IOException e) {
      begun.close();
      throw e;
    }
    return begun;
  }

  private void put(Disk.File into, Pending record) throws IOException {
    if (buffer.remaining() < record.bytes()) {
      flush(into);
      if (buffer.capacity() < record.bytes()) {
        buffer = ByteBuffer.allocateDirect(record.bytes());
      }
    }
    format.put(buffer, record.type(), record.position(), record.stampMicros(), record.payload());
  }

  private void flush(Disk.File into) throws IOException {
    buffer.flip();
    int bytes = buffer.remaining();
    try {
      into.write(buffer);
    } finally {
      int put = bytes - buffer.remaining();
      written += put;
      retention.wrote(put);
      buffer.clear();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Disk.File last = file;
      file = null;
      last.close();
    }
  }
}
