package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A small file beside the journal that is replaced as a whole. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Puts these bytes in the place of what was there: all of them or none, and on disk when this
   * returns. Two processes may do so at once, as while one takes over from the other; one thread of
   * each.
   */
  public static void write(Path folder, String name, ByteBuffer bytes) throws IOException {
    Path next = folder.resolve(name + "." + ProcessHandle.current().pid());
    try (Disk.File out = Disk.REAL.create(next)) {
      out.write(bytes);
      out.force();
    }
    Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Disk.REAL.forceFolder(folder);
  }
}
