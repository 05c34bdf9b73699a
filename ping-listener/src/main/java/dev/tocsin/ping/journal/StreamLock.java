package dev.tocsin.ping.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says that a live process holds a stream: an exclusive lock on {@code <id>.lock}, which ends with
 * the process however it ends.
 *
 * <p>The file lies beside the stream's folder, not in it. A writer locks before it makes the
 * folder, so nobody can adopt a stream that is just being born; a deleter deletes the folder before
 * the lock file, so whoever gets the lock afterwards, on whichever file of that name, finds no
 * folder.
 */
final class StreamLock implements Closeable {

  /**
   * Locks of this process. POSIX drops a process's lock as soon as the process closes <i>any</i>
   * channel on the file, so one that we hold must never be opened a second time.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private StreamLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock of a stream; empty if a live process, this one included, holds it. */
  static Optional<StreamLock> tryLock(Path journalDir, UUID stream) throws IOException {
    Path file = journalDir.toRealPath().resolve(stream + ".lock");
    synchronized (HELD) {
      if (HELD.contains(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = null;
      try {
        lock = channel.tryLock();
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      if (lock == null) {
        return Optional.empty();
      }
      HELD.add(file);
      return Optional.of(new StreamLock(file, channel));
    }
  }

  /** Lets go, and takes the file away: for a stream whose folder is gone. */
  void delete() throws IOException {
    synchronized (HELD) {
      Files.deleteIfExists(file);
      close();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (channel.isOpen()) {
        channel.close();
        HELD.remove(file);
      }
    }
  }
}
