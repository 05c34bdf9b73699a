package dev.tocsin.ping.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Finds the sound records of one stream, one segment at a time, through a window of the file: large
 * reads, no call to the system per record. Not thread-safe.
 */
final class SegmentCursor implements Closeable {

  /** Read in one go; a record that is longer makes the window grow to its size. */
  private static final int WINDOW_BYTES = 256 << 10;

  private final RecordFormat format;
  private Segment segment;
  private FileChannel channel;
  private ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES);
  private long windowStart;

  // The record that the last successful at() found.
  private int index;
  private int length;
  private RecordType type = RecordType.NOTE;

  SegmentCursor(UUID stream, Segment first) throws IOException {
    this.format = new RecordFormat(stream);
    this.segment = first;
    this.channel = FileChannel.open(first.file, StandardOpenOption.READ);
    window.limit(0);
  }

  void move(Segment to) throws IOException {
    if (to == segment) {
      return;
    }
    FileChannel next = FileChannel.open(to.file, StandardOpenOption.READ);
    channel.close();
    channel = next;
    segment = to;
    window.limit(0);
  }

  /**
   * Whether a whole, sound record of this stream begins here and ends at {@code limit} or before.
   */
  boolean at(long position, long limit) throws IOException {
    if (limit - position < RecordFormat.HEADER_BYTES
        || !load(position, RecordFormat.HEADER_BYTES, limit)) {
      return false;
    }
    int bytes = format.length(window, (int) (position - windowStart), position);
    if (bytes < 0 || bytes > limit - position || !load(position, bytes, limit)) {
      return false;
    }
    index = (int) (position - windowStart);
    length = bytes;
    var kind = RecordType.of(RecordFormat.typeCode(window, index));
    type = kind.orElse(RecordType.NOTE);
    return kind.isPresent() && format.intact(window, index, length);
  }

  /**
   * The first position from here on where a sound record begins; {@code limit} if there is none.
   */
  long seek(long from, long limit) throws IOException {
    for (long position = from; limit - position >= RecordFormat.HEADER_BYTES; position++) {
      if (!load(position, RecordFormat.HEADER_BYTES, limit)) {
        return limit;
      }
      if (window.getInt((int) (position - windowStart)) == RecordFormat.MAGIC
          && at(position, limit)) {
        return position;
      }
    }
    return limit;
  }

  RecordType type() {
    return type;
  }

  long stampMicros() {
    return RecordFormat.stamp(window, index);
  }

  /** The position after the record. */
  long end() {
    return windowStart + index + length;
  }

  /** Its payload, valid until the next call. */
  ByteBuffer payload() {
    return window.slice(index + RecordFormat.HEADER_BYTES, length - RecordFormat.HEADER_BYTES);
  }

  /** Has {@code bytes} from {@code position} on in the window; false if the file ends before. */
  private boolean load(long position, int bytes, long limit) throws IOException {
    if (position >= windowStart && position + bytes <= windowStart + window.limit()) {
      return true;
    }
    if (bytes > window.capacity()) {
      window = ByteBuffer.allocateDirect(bytes);
    }
    windowStart = position;
    window.clear().limit((int) Math.min(window.capacity(), limit - position));
    while (window.hasRemaining()) {
      long at = position - segment.start + window.position();
      if (channel.read(window, at) < 0) {
        break;
      }
    }
    window.flip();
    return window.limit() >= bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
