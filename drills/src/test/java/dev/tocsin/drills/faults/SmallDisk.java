package dev.tocsin.drills.faults;

import dev.tocsin.drills.harness.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file system of its own, made for a drill and gone with it. Root only. */
final class SmallDisk implements AutoCloseable {

  private static final int CHUNK = 1 << 20;

  private final Path at;

  private SmallDisk(Path at) {
    this.at = at;
  }

  /** One in memory. */
  static SmallDisk inMemory(Path at, int mebibytes) {
    return mounted(at, "mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "drill");
  }

  /** An ext4 in a file, which turns read-only when it finds itself damaged. */
  static SmallDisk ext4(Path at, Path file, int mebibytes) {
    Command.need("mkfs.ext4", "e2fsprogs");
    must("truncate", "-s", mebibytes + "M", file.toString());
    must("mkfs.ext4", "-q", "-m", "0", file.toString());
    return again(at, file);
  }

  /** The ext4 that is in a file already. */
  static SmallDisk again(Path at, Path file) {
    return mounted(at, "mount", "-o", "loop,errors=remount-ro", file.toString());
  }

  private static SmallDisk mounted(Path at, String... command) {
    try {
      Files.createDirectories(at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = at.toString();
    must(all);
    return new SmallDisk(at);
  }

  /** Runs a command that must succeed. */
  static void must(String... command) {
    Command.Result result = Command.run(command);
    if (result.exit() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " (this drill needs root): " + result.output());
    }
  }

  /** Writes until not a byte more fits; what was written is the file to delete. */
  Path fill() {
    Path file = at.resolve("somebody-else.log");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      for (int size = CHUNK; size > 0; ) {
        try {
          out.write(chunk, 0, size);
        } catch (IOException full) {
          size /= 2;
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Command.run("umount", at.toString());
  }
}
