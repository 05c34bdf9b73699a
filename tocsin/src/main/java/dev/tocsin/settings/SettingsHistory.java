package dev.tocsin.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that worked: those with which a process got ready, the last ten of each role, in the
 * data directory. Readable by our user alone, since settings files hold passwords.
 */
public final class SettingsHistory {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsHistory.class);

  /** Of each role. */
  static final int MOST = 10;

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OUR_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;

  /** Looks at nothing yet. */
  public SettingsHistory(Path dataDir) {
    this.folder = dataDir.resolve("settings");
  }

  private record Kept(Path file, KeptSettings settings) {}

  /** The newest first; what is none of ours there is left out. */
  public List<KeptSettings> of(Role role) throws IOException {
    return read(role).stream().map(Kept::settings).toList();
  }

  private List<Kept> read(Role role) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> name(file).startsWith(role.command() + "-"))
          .filter(file -> name(file).endsWith(".json"))
          .forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    List<Kept> kept = new ArrayList<>();
    for (Path file : files) {
      try {
        KeptSettings one = KeptSettings.parse(Files.readString(file));
        if (one.role() == role) {
          kept.add(new Kept(file, one));
        }
      } catch (IllegalArgumentException | NoSuchFileException | CharacterCodingException e) {
        // Written by somebody else, or by a version to come; or just removed by another process.
        LOG.debug("{} is not what was kept: {}", file, e.getMessage());
      }
    }
    kept.sort((a, b) -> b.settings().at().compareTo(a.settings().at()));
    return Collections.unmodifiableList(kept);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Keeps what a process got ready with. The same settings as last time take the place of what was
   * kept then.
   */
  public void keep(Settings settings, Role role, String version, Instant now) throws IOException {
    List<Kept> before = read(role);
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    write(role, at, KeptSettings.of(settings, role, version, at).json());
    boolean again =
        !before.isEmpty()
            && before.get(0).settings().file().equals(settings.file())
            && before.get(0).settings().changes(settings).isEmpty();
    for (int i = 0; i < before.size(); i++) {
      Kept one = before.get(i);
      boolean goes = i == 0 ? again : i >= (again ? MOST : MOST - 1);
      if (goes && !one.settings().at().equals(at)) {
        Files.deleteIfExists(one.file());
      }
    }
  }

  /** Whole or not at all. */
  private void write(Role role, Instant at, String json) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, OUR_FOLDER);
    }
    Path file = folder.resolve(role.command() + "-" + at.toString().replace(":", "") + ".json");
    Path draft = Files.createTempFile(folder, "draft", ".new", OURS);
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
