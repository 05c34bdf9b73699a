package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.PacedLoad;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an answer takes at an even 1,000 pings a second, and when everybody comes at second
 * zero: ten times as many for ten seconds.
 */
class SpikeBench {

  private static final int CHECKS = 10_000;
  private static final int EVERYDAY = 1_000;
  private static final int SPIKE = 10_000;

  /** The first one after a start finds code that was never compiled for it; the others do not. */
  private static final int SPIKES = 3;

  private static final Duration BETWEEN = Duration.ofSeconds(10);

  @TempDir Path dir;

  @Test
  void answers_at_an_even_rate_and_in_a_spike() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(60))) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> checks = Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      int port = tocsin.port();
      PacedLoad.run(port, checks, 32, EVERYDAY, Duration.ofSeconds(60)); // warms up
      PacedLoad.Result even = PacedLoad.run(port, checks, 32, EVERYDAY, Duration.ofSeconds(30));
      line("answer at 1,000 pings/s", even, "p50 < 5 ms, p99 < 20 ms");
      for (int hour = 1; hour <= SPIKES; hour++) {
        line(
            "spike %d from 1,000 to 10,000 pings/s for 10 s".formatted(hour),
            spike(port, checks),
            "all 2xx, p99 < 100 ms");
        Await.pause(BETWEEN);
      }
    }
  }

  private static PacedLoad.Result spike(int port, List<UUID> checks) {
    try (PacedLoad everyday = PacedLoad.start(port, checks, 32, EVERYDAY)) {
      PacedLoad.Result spike =
          PacedLoad.run(port, checks, 256, SPIKE - EVERYDAY, Duration.ofSeconds(10));
      everyday.stop();
      return spike;
    }
  }

  private static void line(String what, PacedLoad.Result result, String target) {
    Figures.line(
        what,
        String.format(
            Locale.ROOT,
            "p50 %.1f ms, p99 %.1f ms, longest %.0f ms; %,d sent, %d not 2xx",
            result.p50().toNanos() / 1e6,
            result.p99().toNanos() / 1e6,
            result.longest().toNanos() / 1e6,
            result.sent(),
            result.bad()),
        "",
        target);
  }
}
