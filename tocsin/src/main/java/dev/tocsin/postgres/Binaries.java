package dev.tocsin.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of Postgres, unpacked once per version. */
final class Binaries {

  private static final Map<String, String> ARCHIVES =
      Map.of("amd64", "/postgres-linux-x86_64.txz", "aarch64", "/postgres-linux-arm_64.txz");

  private Binaries() {}

  /**
   * Puts them into {@code target}, unless a whole set is there; removes those of other versions.
   */
  static void unpack(Path target) throws IOException, PostgresException {
    if (Files.exists(target)) {
      return;
    }
    String archive = archive();
    Path unfinished = target.resolveSibling(target.getFileName() + ".new");
    Home.deleteTree(unfinished);
    try (InputStream in = Binaries.class.getResourceAsStream(archive)) {
      if (in == null) {
        throw new PostgresException("this build lacks " + archive);
      }
      extract(in, unfinished);
    }
    // A rename may reach the disk before what is renamed: after a power cut, half a server.
    if (!Commands.run(List.of("sync", "-f", unfinished.toString())).ok()) {
      Commands.run(List.of("sync"));
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    removeOthers(target);
  }

  private static String archive() throws PostgresException {
    String os = System.getProperty("os.name", "");
    String cpu = System.getProperty("os.arch", "");
    return Optional.ofNullable(ARCHIVES.get(cpu))
        .filter(archive -> os.equals("Linux"))
        .orElseThrow(
            () ->
                new PostgresException(
                    "no Postgres comes along for %s on %s: set DATABASE_URL to one of your own"
                        .formatted(os, cpu)));
  }

  private static void extract(InputStream in, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, into);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path path = into.resolve(entry.getName()).normalize();
    if (!path.startsWith(into)) {
      throw new IOException("an archive that leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void removeOthers(Path current) throws IOException {
    try (Stream<Path> siblings = Files.list(current.getParent())) {
      for (Path other : (Iterable<Path>) siblings::iterator) {
        if (other.getFileName().toString().startsWith("bin-") && !other.equals(current)) {
          Home.deleteTree(other);
        }
      }
    }
  }
}
