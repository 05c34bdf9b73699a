package dev.tocsin.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One process per folder. The system drops the lock with the process, however that ends, and also
 * when the process closes <em>any</em> handle of the file: it is read and written through the one
 * channel that holds the lock.
 */
final class DirLock implements AutoCloseable {

  private static final Pattern PROCESS = Pattern.compile("process (\\d{1,10}),");

  private final FileChannel channel;

  private DirLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param holder what this process says of itself to whoever comes second
   */
  static DirLock take(Path file, String holder) throws IOException, HeldByAnotherException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new HeldByAnotherException(
          "%s is held by %s. Stop that one, or choose another folder with --data-dir."
              .formatted(file, Files.readString(file).strip()));
    }
    String text =
        "process %d, since %s, %s\n"
            .formatted(
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                holder);
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(text), 0);
    return new DirLock(channel);
  }

  /** What the process says of itself that holds it; empty: it has ended, or never was. */
  static Optional<Holder> holder(Path file) {
    try {
      String text = Files.readString(file).strip();
      Matcher process = PROCESS.matcher(text);
      return process.lookingAt()
              && ProcessHandle.of(Long.parseLong(process.group(1)))
                  .filter(ProcessHandle::isAlive)
                  .isPresent()
          ? Optional.of(new Holder(Long.parseLong(process.group(1)), text))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
