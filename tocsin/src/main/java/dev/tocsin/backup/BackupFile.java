package dev.tocsin.backup;

import dev.tocsin.backup.BackupException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup, to be read. */
public final class BackupFile implements AutoCloseable {

  /** A manifest with a thousand tables is far smaller. */
  private static final int LARGEST_MANIFEST = 4 << 20;

  private static final int BUFFER = 1 << 16;

  private final ZipFile zip;
  private final Manifest manifest;

  private BackupFile(ZipFile zip, Manifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /** Opens it and reads its manifest; {@link #verify} reads the rest. */
  public static BackupFile open(Path file) throws BackupException {
    try {
      ZipFile zip = new ZipFile(file.toFile());
      try {
        return new BackupFile(zip, manifest(zip, file));
      } catch (IOException | BackupException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw notOurs(file, "it is cut off, or no backup at all", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BackupException(
          Kind.FILE, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Manifest manifest(ZipFile zip, Path file) throws IOException, BackupException {
    ZipEntry entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null || entry.getSize() > LARGEST_MANIFEST) {
      throw new BackupException(
          Kind.FILE, "%s is no backup: it has no %s".formatted(file, Manifest.ENTRY));
    }
    byte[] json;
    try (InputStream in = zip.getInputStream(entry)) {
      json = in.readNBytes(LARGEST_MANIFEST);
    }
    try {
      return Manifest.of(json);
    } catch (IOException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw notOurs(file, line, e);
    }
  }

  private static BackupException notOurs(Path file, String why, Exception e) {
    return new BackupException(
        Kind.FILE, "%s is no backup that this program can read: %s".formatted(file, why), e);
  }

  public Manifest manifest() {
    return manifest;
  }

  /**
   * Reads all of it and compares it with what the manifest says; throws at the first difference.
   */
  public void verify() throws BackupException {
    for (Manifest.Table table : manifest.tables()) {
      try (InputStream in = rows(table)) {
        MessageDigest sha256 = BackupWriter.sha256();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        long lines = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          sha256.update(buffer, 0, read);
          bytes += read;
          lines += lineFeeds(buffer, read);
        }
        if (bytes != table.bytes()
            || lines != table.rows()
            || !HexFormat.of().formatHex(sha256.digest()).equals(table.sha256())) {
          throw new BackupException(
              Kind.FILE, "the file is damaged: %s is not what was written".formatted(table.name()));
        }
      } catch (IOException e) {
        throw new BackupException(
            Kind.FILE,
            "the file is damaged: %s cannot be read: %s".formatted(table.name(), e.getMessage()),
            e);
      }
    }
  }

  /** One ends each row; those within values are written otherwise. */
  private static int lineFeeds(byte[] buffer, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  /** What {@code COPY … FROM STDIN} takes. */
  InputStream rows(Manifest.Table table) throws IOException {
    ZipEntry entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw new IOException("it is missing");
    }
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws BackupException {
    try {
      zip.close();
    } catch (IOException e) {
      throw new BackupException(Kind.FILE, "the file cannot be closed: " + e.getMessage(), e);
    }
  }
}
