package dev.tocsin.ping.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream on disk that this process holds: its folder, lock, segments and damage. */
final class StoredStream implements Closeable {

  /**
   * What damaged ranges are copied to, in a stream's folder and, once that goes, in the journal's.
   */
  static final String DAMAGED = "damaged";

  static final String GONE = ".gone";

  final UUID id;
  final Path folder;
  final Segments segments;
  final DamageLog damage;
  final StreamReader reader;
  private final StreamLock lock;

  /** Everything before is in the database. */
  private volatile long applied;

  /** Closed in the database, nothing will be added: the folder may go. */
  private volatile boolean retired;

  StoredStream(UUID id, Path folder, StreamLock lock, Segments segments) {
    this.id = id;
    this.folder = folder;
    this.lock = lock;
    this.segments = segments;
    this.damage = new DamageLog(Optional.of(folder.resolve(DAMAGED)));
    this.reader = new StreamReader(id, segments, damage);
  }

  long applied() {
    return applied;
  }

  /** May move back: a database can come back older than it was. */
  void applied(long position) {
    applied = position;
  }

  boolean retired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /** Takes back {@link #retire}: the database does not have all of it any more. */
  void reopen() {
    retired = false;
  }

  /** Takes the whole stream off the disk; what was damaged stays for people to look at. */
  void delete() throws IOException {
    reader.close();
    deleteFolder(folder, id);
    lock.delete();
  }

  /** The same for a folder that a crash left half deleted. */
  static void deleteFolder(Path folder, UUID id) throws IOException {
    Path damaged = folder.resolve(DAMAGED);
    if (Files.isDirectory(damaged)) {
      Path kept = Files.createDirectories(folder.resolveSibling(DAMAGED));
      Files.move(damaged, kept.resolve(id.toString()), StandardCopyOption.ATOMIC_MOVE);
    }
    // Renamed first, so that nobody takes half a stream for a whole one.
    Path gone = folder.resolveSibling(id + GONE);
    if (!folder.equals(gone)) {
      Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.walkFileTree(gone, new Delete());
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      reader.close();
    }
  }

  private static final class Delete extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
