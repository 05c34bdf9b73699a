package dev.tocsin.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What the next run of a schedule costs: a nasty set of cron lines beside {@code
 * com.cronutils:cron-utils} on the same lines, and calendar expressions alone.
 *
 * <p>System properties: {@code bench.schedule-millis} (1000), how long each is measured.
 */
public class ScheduleBench {

  private static final TimeValue SPAN =
      TimeValue.milliseconds(Integer.getInteger("bench.schedule-millis", 1_000));

  @Test
  @SuppressWarnings("SystemOut")
  void the_next_run_of_a_schedule() throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("ScheduleBench")
            .forks(1)
            .jvmArgs("-Xmx256m") // not those of this test: it stops at the first compiler
            .warmupIterations(2)
            .warmupTime(SPAN)
            .measurementIterations(3)
            .measurementTime(SPAN)
            .build();
    List<RunResult> results =
        new Runner(options)
            .run().stream()
                .sorted(Comparator.comparing(result -> result.getParams().getBenchmark()))
                .toList();
    for (String who : List.of("tocsin", "cronUtils", "calendar", "parsing")) {
      List<RunResult> own = of(results, who);
      RunResult worst = own.get(own.size() - 1);
      System.out.printf(
          Locale.ROOT,
          "%-10s median %8.2f us, worst %10.2f us: %s%n",
          who,
          median(own),
          micros(worst),
          worst.getParams().getParam("expression"));
    }
    // Beside each other in the same run: a shared machine says little in microseconds.
    assertThat(median(of(results, "tocsin"))).isLessThan(median(of(results, "cronUtils")));
  }

  private static List<RunResult> of(List<RunResult> results, String who) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + who))
        .sorted(Comparator.comparingDouble(ScheduleBench::micros))
        .toList();
  }

  private static double median(List<RunResult> sorted) {
    return micros(sorted.get(sorted.size() / 2));
  }

  private static double micros(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static final ZoneId ZONE = ZoneId.of("Europe/Riga");
  private static final Instant NOW = Instant.parse("2026-11-21T15:04:05Z");

  /** Cron lines, easy and nasty, here and in cron-utils. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public static class CronLines {

    @Param({
      "* * * * *",
      "*/5 * * * *",
      "20 4 * * *",
      "0 9 * * 1-5",
      "*/5 9-17 * * 1-5",
      "0 0 1 * *",
      "59 23 31 12 *",
      "0 0 29 2 *",
      "*/15 * 29 2 *",
      "30 3 28 3 *",
      "0 0 L * *",
      "0 0 * * 5#5",
      "0 0 29 2 1#5"
    })
    private String expression = "";

    private Schedule schedule = Schedules.parse("* * * * *", ZONE);
    private Optional<ExecutionTime> other = Optional.empty();
    private ZonedDateTime now = NOW.atZone(ZONE);

    /** Parses it for both. */
    @Setup
    public void parse() {
      schedule = Schedules.parse(expression, ZONE);
      other =
          Optional.of(
              ExecutionTime.forCron(
                  new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53))
                      .parse("0 " + expression)));
      now = NOW.atZone(ZONE);
    }

    /** Ours. */
    @Benchmark
    public Instant tocsin() {
      return schedule.nextAfter(NOW);
    }

    /** Theirs, which knows zoned times only. */
    @Benchmark
    public Optional<ZonedDateTime> cronUtils() {
      return other.orElseThrow().nextExecution(now);
    }

    /** What a check costs that is read from Postgres. */
    @Benchmark
    public Schedule parsing() {
      return Schedules.parse(expression, ZONE);
    }
  }

  /** Calendar expressions; no other library for Java reads them. */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public static class Calendars {

    @Param({
      "minutely",
      "*:*:*",
      "Mon..Fri 4:20",
      "*-*~1 2:00",
      "Mon *-05~7/1",
      "02-29 0:00",
      "Mon 02-29",
      "2199-12-31 23:59:59",
      "2019-01-01",
      "03-28 3:30"
    })
    private String expression = "";

    private Schedule schedule = Schedules.parse("* * * * *", ZONE);

    /** Parses it. */
    @Setup
    public void parse() {
      schedule = Schedules.parse(expression, ZONE);
    }

    /** Ours. */
    @Benchmark
    public Instant calendar() {
      return schedule.nextAfter(NOW);
    }
  }
}
