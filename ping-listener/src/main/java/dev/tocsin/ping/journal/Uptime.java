package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time since the machine was started, its sleep included.
 *
 * <p>The file stays open for as long as the process lives: pings are stamped by it, and when the
 * process may open no further file, that is no reason to hear none.
 */
final class Uptime {

  private static final Logger log = LoggerFactory.getLogger(Uptime.class);

  /** Linux: seconds of CLOCK_BOOTTIME, with two decimals; see proc_uptime(5). */
  private static final String PROC = "/proc/uptime";

  /** More than two numbers of ten digits. */
  private static final int LONGEST = 64;

  private final RandomAccessFile file; // an interrupt does not close it, as it would a channel
  private final byte[] text = new byte[LONGEST];

  private Uptime(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Nanoseconds, exact to a hundredth of a second. Where the system does not tell, the wall clock
   * takes their place: there somebody who sets it by more than two seconds is taken for a sleep,
   * until the next anchor.
   */
  static LongSupplier ofThisMachine() {
    try {
      return new Uptime(new RandomAccessFile(PROC, "r"))::read;
    } catch (IOException e) {
      log.debug("the wall clock tells of sleep: {}", e.getMessage());
      return Uptime::wall;
    }
  }

  private synchronized long read() {
    try {
      file.seek(0);
      int length = file.read(text);
      String read = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      return (long) (Double.parseDouble(read.substring(0, read.indexOf(' '))) * 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was readable when we started
    }
  }

  private static long wall() {
    return System.currentTimeMillis() * 1_000_000;
  }
}
