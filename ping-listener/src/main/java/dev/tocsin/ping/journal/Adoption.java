package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the streams of processes that are gone. A crash, a take-over by a second process, a
 * cloned or restored data directory: all are this. An adopted stream is read, never appended to, so
 * that no position is ever used twice, whoever else has a copy of it.
 */
public final class Adoption {

  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private Adoption() {}

  /**
   * Locks and opens every stream in the folder that no live process holds, oldest first; also those
   * that were applied and closed and are merely kept. For a process without a journal of its own
   * (drain); others call {@link Journal#adopt()}.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static List<AdoptedStream> unlocked(JournalConfig config) {
    return unlocked(config.dir(), new Retention(config, InstantSource.system(), () -> false));
  }

  static List<AdoptedStream> unlocked(Path journalDir, Retention retention) {
    List<AdoptedStream> adopted = new ArrayList<>();
    try {
      for (Path folder : folders(journalDir)) {
        adopt(journalDir, folder, retention).ifPresent(adopted::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking for streams in " + journalDir, e);
    }
    adopted.sort(Comparator.comparing(AdoptedStream::firstNote));
    return adopted;
  }

  /** Every folder that is a stream, or what is left of one. */
  static List<Path> folders(Path journalDir) throws IOException {
    if (!Files.isDirectory(journalDir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(journalDir)) {
      return files.filter(file -> idOf(file).isPresent() && Files.isDirectory(file)).toList();
    }
  }

  static Optional<UUID> idOf(Path folder) {
    String name = String.valueOf(folder.getFileName());
    String id = isGone(folder) ? name.substring(0, name.length() - 5) : name;
    try {
      UUID stream = UUID.fromString(id);
      return stream.toString().equals(id) ? Optional.of(stream) : Optional.empty();
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  static boolean isGone(Path folder) {
    return folder.toString().endsWith(StoredStream.GONE);
  }

  private static Optional<AdoptedStream> adopt(Path journalDir, Path folder, Retention retention)
      throws IOException {
    UUID id = idOf(folder).orElseThrow();
    Optional<StreamLock> held = StreamLock.tryLock(journalDir, id);
    if (held.isEmpty()) {
      return Optional.empty(); // its process lives
    }
    StreamLock lock = held.get();
    try {
      if (isGone(folder)) {
        StoredStream.deleteFolder(folder, id);
      }
      if (!Files.isDirectory(folder)) {
        lock.delete(); // deleted by whoever held the lock before us
        return Optional.empty();
      }
      var stream = new StoredStream(id, folder, lock, Segments.in(folder));
      return Optional.of(AdoptedStream.open(stream, retention));
    } catch (IOException | RuntimeException e) {
      // One unreadable stream must not keep the others waiting; it is tried again next time.
      log.error("Journal: cannot adopt stream {}: {}", folder, e.toString());
      lock.close();
      return Optional.empty();
    }
  }
}
