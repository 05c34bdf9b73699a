package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * All roles in 128 MiB of heap, and clients that ping with bodies of 10 kB as fast as answers come,
 * also while Postgres is away: the process does not run out of memory, and whom it cannot serve it
 * answers 503.
 */
@ExtendWith(DrillTable.class)
class SmallHeapDrill {

  private static final String NAME = "small-heap";
  private static final int HEAP_MIB = 128;
  private static final Duration STORM = Duration.ofSeconds(10);
  private static final Duration CAUGHT_UP = Duration.ofMinutes(2);
  private static final Map<String, String> SMALL =
      Map.of(
          "JAVA_TOOL_OPTIONS",
          "-Xmx%dm -XX:MaxDirectMemorySize=%dm -XX:+ExitOnOutOfMemoryError"
              .formatted(HEAP_MIB, HEAP_MIB));

  @TempDir Path dir;

  @Test
  void a_storm_of_pings_with_bodies_fits_into_a_small_heap() {
    Strain storm = new Strain(2_000, 128, Double.POSITIVE_INFINITY, 9_900);
    try (Scene scene = Scene.start(dir, SMALL);
        Trial trial = Trial.begin(scene, storm)) {
      long pid = scene.tocsin().pid();
      Await.pause(STORM);
      scene.postgres().stop();
      Await.pause(STORM);
      scene.postgres().start();
      Await.pause(STORM);
      trial.load().close();
      long began = System.nanoTime();
      trial.awaitApplied(scene.db(), CAUGHT_UP);
      Duration recovery = Duration.ofNanos(System.nanoTime() - began);
      DrillRow row = DrillRow.of(NAME, "storm in %d MiB".formatted(HEAP_MIB)).recovered(recovery);
      trial.judgePings(row, scene.db()).mustHold(Column.OTHER);
      assertThat(trial.load().statuses().keySet()).isSubsetOf(200, 503);
      assertThat(scene.tocsin().pid()).isEqualTo(pid);
      assertThat(scene.tocsin().output()).doesNotContain("java.lang.OutOfMemoryError");
    }
  }
}
