package dev.tocsin.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Puts a settings file in the place of another one: whole or not at all, and loses neither. */
public final class SettingsSwap {

  private SettingsSwap() {}

  /**
   * Writes it; owner and rights stay as they were.
   *
   * @return where the one that was there is now; empty: there was none
   */
  public static Optional<Path> write(SettingsFile file, Instant now) throws IOException {
    Path target = Files.exists(file.path()) ? file.path().toRealPath() : file.path();
    Path folder = Optional.ofNullable(target.getParent()).orElseThrow(IOException::new);
    Path draft =
        Files.createTempFile(
            folder,
            ".tocsin",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(file.text());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Optional<Path> beside = Optional.empty();
      if (Files.exists(target)) {
        likeness(target, draft);
        beside = Optional.of(aside(target, now));
        Files.copy(target, beside.get(), StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return beside;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path aside(Path target, Instant now) {
    String time = now.truncatedTo(ChronoUnit.MILLIS).toString().replace(":", "");
    return target.resolveSibling(target.getFileName() + ".replaced-" + time);
  }

  /** Whoever could read the one can read the other, and nobody else. */
  private static void likeness(Path model, Path draft) throws IOException {
    PosixFileAttributes is = Files.readAttributes(model, PosixFileAttributes.class);
    PosixFileAttributes made = Files.readAttributes(draft, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    if (!is.owner().equals(made.owner())) {
      view.setOwner(is.owner());
    }
    if (!is.group().equals(made.group())) {
      view.setGroup(is.group());
    }
    view.setPermissions(is.permissions());
  }
}
