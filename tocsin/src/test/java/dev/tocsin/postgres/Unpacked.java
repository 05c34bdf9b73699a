package dev.tocsin.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs of Postgres, unpacked once for all tests: unpacking is most of a first start. */
final class Unpacked {

  private Unpacked() {}

  /** Puts them where a start expects them. Other processes run tests as well: one unpacks. */
  static synchronized void into(Path home) throws Exception {
    Path once = Path.of("target", "postgres").toAbsolutePath();
    Files.createDirectories(once);
    try (FileChannel file = FileChannel.open(once.resolve("lock-of-tests"), CREATE, WRITE);
        FileLock unused = file.lock()) {
      Binaries.unpack(new Home(once).binaries());
    }
    Files.createDirectories(home);
    copy(new Home(once).binaries(), home);
  }

  static void copy(Path what, Path into) throws Exception {
    assertThat(Commands.run(List.of("cp", "-a", what.toString(), into.toString())).ok()).isTrue();
  }
}
