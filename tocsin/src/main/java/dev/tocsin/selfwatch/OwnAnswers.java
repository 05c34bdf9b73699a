package dev.tocsin.selfwatch;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts what this process answers, and finds what operators should hear of: answers that say that
 * we failed (5xx), and refusals (4xx) that are suddenly many, which after a change are as likely
 * our fault as the clients'.
 */
public final class OwnAnswers implements Condition {

  /** What was asked for. */
  public enum Part {
    PINGS,
    PAGES;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int STATUSES = 600;

  /** Pages come back with the database, or when a control rod is cleared: both are told of. */
  private static final int COME_BACK = 503;

  private final MeterRegistry registry;
  private final String who;
  private final String node;
  private final Map<Part, AtomicReferenceArray<@Nullable Counter>> counters =
      new EnumMap<>(Part.class);
  private final Map<Part, Map<Integer, Long>> before = new EnumMap<>(Part.class);
  private final Map<Part, AnswerHistory> histories = new EnumMap<>(Part.class);
  private long minuteNanos;

  /**
   * @param who the role of this process
   * @param nowNanos as {@link System#nanoTime} says
   */
  public OwnAnswers(MeterRegistry registry, String who, String node, long nowNanos) {
    this.registry = registry;
    this.who = who;
    this.node = node;
    this.minuteNanos = nowNanos;
    for (Part part : Part.values()) {
      counters.put(part, new AtomicReferenceArray<>(STATUSES));
      before.put(part, Map.of());
      histories.put(part, new AnswerHistory());
    }
  }

  /** An answer was given. Quick, from any thread. */
  public void answered(Part part, int status) {
    if (status > 0 && status < STATUSES) {
      Counter counter = of(part).get(status);
      (counter == null ? register(part, status) : counter).increment();
    }
  }

  private AtomicReferenceArray<@Nullable Counter> of(Part part) {
    return counters.getOrDefault(part, new AtomicReferenceArray<>(STATUSES));
  }

  private Counter register(Part part, int status) {
    Counter made =
        Counter.builder("tocsin.http.answers")
            .description("Answers, by status")
            .tag("part", part.word())
            .tag("status", Integer.toString(status))
            .register(registry);
    of(part).set(status, made); // the registry has one of each, whoever was first
    return made;
  }

  /** To be called several times a minute: closes the minute when it is over. */
  public synchronized void look(long nowNanos) {
    if (nowNanos - minuteNanos < MINUTE) {
      return;
    }
    minuteNanos = nowNanos;
    for (Part part : Part.values()) {
      Map<Integer, Long> now = counts(part);
      Map<Integer, Long> was = before.getOrDefault(part, Map.of());
      Map<Integer, Long> minute = new TreeMap<>();
      now.forEach((status, n) -> minute.put(status, n - was.getOrDefault(status, 0L)));
      if (part == Part.PAGES) {
        minute.remove(COME_BACK);
      }
      minute.values().removeIf(n -> n == 0);
      history(part).add(minute);
      before.put(part, now);
    }
  }

  private Map<Integer, Long> counts(Part part) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (int status = 0; status < STATUSES; status++) {
      Counter counter = of(part).get(status);
      if (counter != null) {
        counts.put(status, (long) counter.count());
      }
    }
    return counts;
  }

  private AnswerHistory history(Part part) {
    return histories.getOrDefault(part, new AnswerHistory());
  }

  @Override
  public synchronized List<Finding> find() {
    List<Finding> findings = new ArrayList<>();
    for (Part part : Part.values()) {
      history(part)
          .failing()
          .ifPresent(
              counts ->
                  findings.add(
                      finding(
                          "failing",
                          part,
                          counts,
                          "%s on %s fails to answer %s",
                          "The log of this process says what failed.")));
      history(part)
          .rising()
          .ifPresent(
              counts ->
                  findings.add(
                      finding(
                          "refusing",
                          part,
                          counts,
                          "%s on %s refuses far more %s than before",
                          "If something was changed here of late, that may be why: 401 and 403 are"
                              + " missing rights, 404 is an address that leads nowhere.")));
    }
    return findings;
  }

  private Finding finding(
      String matter, Part part, Map<Integer, Long> counts, String title, String advice) {
    String statuses =
        counts.entrySet().stream()
            .map(one -> "%d times %d".formatted(one.getValue(), one.getKey()))
            .collect(Collectors.joining(", "));
    return new Finding(
        Finding.key("%s-%s-%s".formatted(matter, part.word(), who), node),
        title.formatted(who, node, part.word()),
        List.of(
            "Answers in the last %d minutes: %s.".formatted(AnswerHistory.NEWEST, statuses),
            advice),
        "Own answers and limits");
  }
}
