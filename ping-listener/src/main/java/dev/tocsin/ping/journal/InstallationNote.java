package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Which database this journal belongs to: the installation's id, in the file {@code installation}
 * of the journal's folder. A listener that meets another id applies nothing.
 */
public final class InstallationNote {

  private static final String NAME = "installation";

  private final Path folder;
  private final Path file;

  /** The note in this folder. */
  public InstallationNote(Path journalDir) {
    this.folder = journalDir;
    this.file = journalDir.resolve(NAME);
  }

  /**
   * The id that was noted; empty if none was yet.
   *
   * @throws UncheckedIOException if it is unreadable or no id: never taken for "none yet"
   */
  public Optional<UUID> read() {
    try {
      return Optional.of(UUID.fromString(Files.readString(file).strip()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IllegalArgumentException broken) {
      throw new UncheckedIOException(new IOException(file + " holds no installation id", broken));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes the id, whole or not at all, and on disk when this returns. */
  public void write(UUID installation) {
    try {
      WholeFile.write(
          folder, NAME, ByteBuffer.wrap((installation + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
