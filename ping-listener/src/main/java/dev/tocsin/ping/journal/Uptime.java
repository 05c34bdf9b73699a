package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Time since the machine was started, its sleep included. */
final class Uptime {

  /** Linux: seconds of CLOCK_BOOTTIME, with two decimals; see proc_uptime(5). */
  private static final Path PROC = Path.of("/proc/uptime");

  private Uptime() {}

  /**
   * Nanoseconds, exact to a hundredth of a second. Where the system does not tell, the wall clock
   * takes their place: there somebody who sets it by more than two seconds is taken for a sleep,
   * until the next anchor.
   */
  static LongSupplier ofThisMachine() {
    return Files.isReadable(PROC) ? Uptime::read : Uptime::wall;
  }

  private static long read() {
    try {
      String text = Files.readString(PROC);
      return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was readable when we started
    }
  }

  private static long wall() {
    return System.currentTimeMillis() * 1_000_000;
  }
}
