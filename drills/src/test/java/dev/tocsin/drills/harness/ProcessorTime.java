package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the processor's time was spent on up to a moment, as Linux counts it (proc(5)): the threads
 * of a Tocsin by their work, its embedded Postgres, programs that this one started and has seen the
 * end of (the load generator), and nothing at all.
 */
public final class ProcessorTime {

  /** What {@code comm} of a thread begins with; the kernel keeps fifteen characters of it. */
  private static final Map<String, String> WORK =
      Map.of(
          "vert.x-eventloo", "event loops",
          "tocsin-applier", "applier",
          "journal", "journal",
          "C1 CompilerThre", "compiler",
          "C2 CompilerThre", "compiler",
          "GC Thread", "collector",
          "G1 ", "collector");

  /** What is done for each ping that is answered; all else for each that is applied. */
  private static final Set<String> OF_AN_ANSWER =
      Set.of("event loops", "load generator", "journal");

  private static final double TICKS_PER_SECOND = 100;
  private static final String IDLE = "idle";

  private final Map<String, Double> seconds;

  private ProcessorTime(Map<String, Double> seconds) {
    this.seconds = seconds;
  }

  /** Up to now, of this Tocsin and of the machine. */
  public static ProcessorTime of(TocsinProcess tocsin) {
    return of(tocsin.pid());
  }

  /** Up to now, of the Tocsin or other Vert.x server that has this process id. */
  public static ProcessorTime of(long pid) {
    Map<String, Double> seconds = new TreeMap<>();
    Path process = Path.of("/proc", "" + pid);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        add(seconds, work(line(thread.resolve("comm"))), onProcessor(thread));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(child -> Path.of("/proc", "" + child.pid()))
        .filter(child -> line(child.resolve("cmdline")).contains("postgres"))
        .forEach(child -> add(seconds, "Postgres", onProcessor(child)));
    String own = line(Path.of("/proc/self/stat"));
    add(seconds, "load generator", ticks(own.substring(own.lastIndexOf(')') + 2), 13, 14));
    add(seconds, IDLE, ticks(line(Path.of("/proc/stat")).replaceAll("cpu +", ""), 3, 4));
    return new ProcessorTime(seconds);
  }

  /** Microseconds for each of so many pings since then, in words, what took most first. */
  public String perPing(ProcessorTime before, long pings) {
    ToDoubleFunction<Map.Entry<String, Double>> spent =
        part -> (part.getValue() - before.seconds.getOrDefault(part.getKey(), 0.0)) * 1e6 / pings;
    Map<String, Double> parts = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .filter(part -> !part.getKey().equals(IDLE))
        .sorted((a, b) -> Double.compare(spent.applyAsDouble(b), spent.applyAsDouble(a)))
        .forEach(part -> parts.put(part.getKey(), spent.applyAsDouble(part)));
    double all = parts.values().stream().mapToDouble(one -> one).sum();
    return "%.1f µs: ".formatted(all)
        + parts.entrySet().stream()
            .map(part -> "%s %.1f".formatted(part.getKey(), part.getValue()))
            .collect(Collectors.joining(" · "));
  }

  /**
   * Microseconds for a ping that is answered and applied, which all are in the end, while more are
   * answered than applied; the load generator's share included.
   */
  public double microsPerPing(ProcessorTime before, long answered, long applied) {
    return seconds.entrySet().stream()
        .filter(part -> !part.getKey().equals(IDLE))
        .mapToDouble(
            part -> {
              double spent = part.getValue() - before.seconds.getOrDefault(part.getKey(), 0.0);
              return spent * 1e6 / (OF_AN_ANSWER.contains(part.getKey()) ? answered : applied);
            })
        .sum();
  }

  /** How much of the time of all processors was spent on nothing since then: 0 to 1. */
  public double idleShare(ProcessorTime before, double tookSeconds) {
    double idle = seconds.getOrDefault(IDLE, 0.0) - before.seconds.getOrDefault(IDLE, 0.0);
    return idle / (tookSeconds * Runtime.getRuntime().availableProcessors());
  }

  private static String work(String thread) {
    return WORK.entrySet().stream()
        .filter(one -> thread.startsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("other threads");
  }

  private static void add(Map<String, Double> seconds, String what, double more) {
    seconds.merge(what, more, Double::sum);
  }

  /** Of a thread, or of a process with one thread: its first figure is nanoseconds. */
  private static double onProcessor(Path of) {
    String nanos = line(of.resolve("schedstat")).split(" ", -1)[0];
    return nanos.isEmpty() ? 0 : Long.parseLong(nanos) / 1e9;
  }

  private static double ticks(String fields, int one, int other) {
    String[] all = fields.split(" ", -1);
    return (Long.parseLong(all[one]) + Long.parseLong(all[other])) / TICKS_PER_SECOND;
  }

  /** The first line; empty if the file has gone, as it does with the thread that it tells of. */
  private static String line(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
