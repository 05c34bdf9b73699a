package dev.tocsin.drills.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What happened, line by line, as a hash: two runs of one seed are the same if it is. {@code
 * -Dsim.log=true} prints the lines.
 */
final class EventLog {

  private static final boolean PRINT = Boolean.getBoolean("sim.log");

  private final Timeline time;
  private final MessageDigest hash;
  private long lines;

  EventLog(Timeline time) {
    this.time = time;
    try {
      this.hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is not among our dependencies
  void say(String what, Object... values) {
    String line = time.now() + " " + what.formatted(values);
    hash.update(line.getBytes(StandardCharsets.UTF_8));
    lines++;
    if (PRINT) {
      System.out.println(line);
    }
  }

  long lines() {
    return lines;
  }

  /** The hash of all lines; ends the log. */
  String end() {
    return HexFormat.of().formatHex(hash.digest(), 0, 8);
  }
}
