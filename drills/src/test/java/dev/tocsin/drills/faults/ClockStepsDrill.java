package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody sets the clock of the machine while Tocsin runs: by 45 s, by two hours, forward and
 * back. libfaketime stands between the JVM and the wall clock; the monotonic one, and Postgres on
 * its own machine, go on. No answer but 200, no deadline twice, no false down.
 */
@ExtendWith(DrillTable.class)
class ClockStepsDrill {

  private static final List<Integer> OFFSETS = List.of(45, 0, 7_200, 0, -7_200, 0, -45, 0);
  private static final Duration EACH = Duration.ofSeconds(5);

  @TempDir Path dir;

  @Test
  void a_clock_that_somebody_sets_falsifies_nothing() throws IOException {
    Path offset = dir.resolve("offset");
    set(offset, 0);
    Map<String, String> faked = new HashMap<>();
    faked.put("LD_PRELOAD", library());
    faked.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
    faked.put("FAKETIME_CACHE_DURATION", "1"); // seconds; at each question it would cost too much
    faked.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // else every wait spins
    faked.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    faked.put("DONT_FAKE_MONOTONIC", "1");
    try (Scene scene = Scene.start(dir, faked);
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      assertFaked(scene, faked, offset);
      for (int i = 0; i < OFFSETS.size(); i++) {
        set(offset, OFFSETS.get(i));
        if (i == OFFSETS.size() / 2) {
          trial.fallSilent();
        }
        Await.pause(EACH);
      }
      Duration recovery =
          Scene.awaitCaughtUp(trial.ledger(scene.db()), trial.load(), Trial.CAUGHT_UP);
      DrillRow row = DrillRow.of("clock-steps", "±45 s and ±2 h").recovered(recovery);
      trial.judge(row, scene.db()).mustHold();
    }
  }

  /** Else no clock would be set, and the drill would prove nothing. */
  private static void assertFaked(Scene scene, Map<String, String> faked, Path offset)
      throws IOException {
    assertThat(Files.readString(Path.of("/proc/%d/maps".formatted(scene.tocsin().pid()))))
        .contains("libfaketime");
    set(offset, 86_400);
    String says = Command.start(faked, List.of("date", "+%s")).await().output().strip();
    set(offset, 0);
    assertThat(Instant.ofEpochSecond(Long.parseLong(says)))
        .isAfter(Instant.now().plus(Duration.ofHours(23)));
  }

  /** Read every second: never half written. */
  private static void set(Path file, int seconds) throws IOException {
    Path next = Files.writeString(file.resolveSibling("offset.new"), "%+d%n".formatted(seconds));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String library() throws IOException {
    try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 3)) {
      return libraries
          .filter(file -> file.endsWith("faketime/libfaketimeMT.so.1"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("missing: apt-get install libfaketime"))
          .toString();
    }
  }
}
