package dev.tocsin.channels.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a command says, however much it says. */
final class Tail {

  /** What goes into the log is far less; one line of it may be long. */
  private static final int KEPT_BYTES = 4 * 1024;

  private byte[] kept = new byte[0];

  /** Takes what is there, without waiting for more. */
  void take(InputStream from) throws IOException {
    for (int there = from.available(); there > 0; there = from.available()) {
      byte[] read = from.readNBytes(Math.min(there, KEPT_BYTES));
      byte[] both = Arrays.copyOf(kept, kept.length + read.length);
      System.arraycopy(read, 0, both, kept.length, read.length);
      kept = Arrays.copyOfRange(both, Math.max(0, both.length - KEPT_BYTES), both.length);
    }
  }

  String text() {
    return new String(kept, StandardCharsets.UTF_8).strip();
  }
}
