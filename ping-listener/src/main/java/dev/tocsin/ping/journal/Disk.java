package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the journal asks of a disk when it writes; tests put one in that fails on demand. */
interface Disk {

  /** The machine's own. */
  Disk REAL = new RealDisk();

  /**
   * Makes an empty file to append to, or empties the one that is there.
   *
   * @throws java.nio.file.FileSystemException if it cannot be opened
   */
  File create(Path path) throws IOException;

  /**
   * Makes the names in a folder durable: without it a crash may forget a whole synced file.
   *
   * @throws java.nio.file.FileSystemException if it cannot be opened
   */
  void forceFolder(Path folder) throws IOException;

  /** Bytes that can still be written. */
  long free(Path folder) throws IOException;

  /** A file that is written front to back. */
  interface File extends AutoCloseable {

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns once everything written is on disk. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** {@link Disk} by way of {@link FileChannel}. */
  final class RealDisk implements Disk {

    @Override
    public File create(Path path) throws IOException {
      return new RealFile(
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public long free(Path folder) throws IOException {
      return Files.getFileStore(folder).getUsableSpace();
    }
  }

  /** {@link File} by way of {@link FileChannel}. */
  record RealFile(FileChannel channel) implements File {

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      // Data and the size, not the times: one flush less on most file systems.
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
