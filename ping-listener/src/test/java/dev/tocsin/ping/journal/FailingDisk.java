package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's disk, but it fails when told to. */
final class FailingDisk implements Disk {

  /** So many of the next fsyncs fail, after their data has been written. */
  final AtomicInteger failingForces = new AtomicInteger();

  /** So many of the next writes fail after half of their bytes. */
  final AtomicInteger tornWrites = new AtomicInteger();

  /** So many of the next new files cannot be made. */
  final AtomicInteger failingCreates = new AtomicInteger();

  /** Bytes that can still be written; then "no space left". */
  final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

  @Override
  public File create(Path path) throws IOException {
    if (take(failingCreates)) {
      throw new FileSystemException(path.toString(), null, "Too many open files");
    }
    File file = REAL.create(path);
    return new File() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        boolean torn = take(tornWrites);
        long fits = torn ? bytes.remaining() / 2 : Math.min(bytes.remaining(), room.get());
        ByteBuffer part = bytes.slice(bytes.position(), (int) fits);
        file.write(part);
        bytes.position(bytes.position() + (int) fits);
        room.addAndGet(-fits);
        if (bytes.hasRemaining()) {
          throw new IOException(torn ? "Input/output error" : "No space left on device");
        }
      }

      @Override
      public void force() throws IOException {
        if (take(failingForces)) {
          throw new IOException("Input/output error");
        }
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    REAL.forceFolder(folder);
  }

  @Override
  public long free(Path folder) {
    return room.get();
  }

  private static boolean take(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}
