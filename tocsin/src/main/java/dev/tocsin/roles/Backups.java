package dev.tocsin.roles;

import dev.tocsin.backup.BackupException;
import dev.tocsin.backup.BackupFile;
import dev.tocsin.backup.BackupWriter;
import dev.tocsin.backup.Manifest;
import dev.tocsin.backup.SealedKey;
import dev.tocsin.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the database of the settings to a file. */
public final class Backups {

  /** What the server calls our connections. */
  static final String NAME = "tocsin-backup";

  private Backups() {}

  /**
   * What is wanted.
   *
   * @param without {@link Manifest#PINGS}, {@link Manifest#BODIES}
   * @param passphrase put the secret key in, under this; empty: leave it out
   */
  public record Wish(Set<String> without, Optional<char[]> passphrase) {}

  /** Writes one to a stream, which stays open. */
  public static Manifest stream(
      Settings settings, Build build, Wish wish, OutputStream out, Consumer<String> progress)
      throws CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      return writer(settings, build, wish, progress).write(database.unhurried(NAME), out);
    } catch (BackupException e) {
      throw cannot(e);
    }
  }

  /**
   * Writes one to a file that only this user may read: whole, read again and on disk, or not at
   * all.
   *
   * @param force a file that is there is replaced
   */
  public static Manifest file(
      Settings settings,
      Build build,
      Wish wish,
      Path file,
      boolean force,
      Consumer<String> progress)
      throws CannotStartException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new CannotStartException(Exit.REFUSED, file + " is a folder: name a file in it");
    }
    if (Files.exists(target) && !force) {
      throw new CannotStartException(
          Exit.REFUSED, file + " is there already: name another file, or say --force");
    }
    try {
      Path part = unfinished(target);
      try {
        Manifest manifest;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
            OutputStream out = Channels.newOutputStream(channel)) {
          manifest = stream(settings, build, wish, out, progress);
          channel.force(true);
        }
        verify(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(target);
        return manifest;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CannotStartException(
          Exit.REFUSED, "%s cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  private static Path unfinished(Path target) throws IOException {
    Path part =
        Files.createTempFile(
            target.getParent(),
            target.getFileName() + ".",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    part.toFile().deleteOnExit(); // also when somebody presses Ctrl-C
    return part;
  }

  private static void syncFolder(Path target) throws IOException {
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Reads all of a backup and compares it with its own checksums. */
  public static Manifest verify(Path file) throws CannotStartException {
    try (BackupFile backup = BackupFile.open(file)) {
      backup.verify();
      return backup.manifest();
    } catch (BackupException e) {
      throw cannot(e);
    }
  }

  private static BackupWriter writer(
      Settings settings, Build build, Wish wish, Consumer<String> progress)
      throws CannotStartException {
    Optional<String> key = SecretKey.knownFingerprint(settings);
    if (wish.passphrase().isPresent() && key.isEmpty()) {
      throw new CannotStartException(
          Exit.SETTINGS,
          "the secret key is not known here: set secret.key, or leave --with-key out");
    }
    Optional<SealedKey> sealed = Optional.empty();
    if (wish.passphrase().isPresent()) {
      sealed = Optional.of(SealedKey.of(SecretKey.bytes(settings), wish.passphrase().get()));
    }
    return new BackupWriter(
        new BackupWriter.Content("tocsin " + build.version(), key, sealed, wish.without()),
        progress);
  }

  static CannotStartException cannot(BackupException e) {
    Exit exit =
        switch (e.kind()) {
          case FILE -> Exit.DATA;
          case DATABASE -> Exit.DATABASE;
          case REFUSED -> Exit.REFUSED;
        };
    return new CannotStartException(exit, e.getMessage(), e);
  }

  /** The system's words: the message of such an exception is often but the name of the file. */
  static String reason(IOException e) {
    return "%s (%s)".formatted(e.getMessage(), e.getClass().getSimpleName());
  }
}
