package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process costs, as Linux counts it (proc(5)). */
public final class ProcessFigures {

  private static final double TICKS_PER_SECOND = 100;

  private ProcessFigures() {}

  /** Resident memory in MB (VmRSS). */
  public static long residentMegabytes(long pid) {
    return lines("/proc/" + pid + "/status")
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
        .findFirst()
        .orElse(0);
  }

  /** The share of one core that a process uses over a while, in percent. */
  public static double cpuPercent(long pid, Duration over) {
    double before = cpuSeconds(pid);
    Await.pause(over);
    return (cpuSeconds(pid) - before) / (over.toMillis() / 1e3) * 100;
  }

  /** Processor time that it has used since its start. */
  public static double cpuSeconds(long pid) {
    String stat = lines("/proc/" + pid + "/stat").findFirst().orElseThrow();
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static java.util.stream.Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
