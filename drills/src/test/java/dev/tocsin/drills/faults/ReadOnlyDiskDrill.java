package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal's file system finds itself damaged and turns read-only under load, as ext4 does:
 * pings are answered 503, the process stays and says so. Then somebody does what docs/operations.md
 * says: stop, check, mount, start. What was answered 2xx is there.
 */
@ExtendWith(DrillTable.class)
class ReadOnlyDiskDrill {

  private static final String NAME = "read-only-disk";
  private static final int DISK_MIB = 512;
  private static final Duration REFUSED = Duration.ofSeconds(30);
  private static final Duration LASTS = Duration.ofSeconds(5);
  private static final Duration HEARD = Duration.ofSeconds(30);
  private static final Map<String, String> SETTINGS = Map.of("TOCSIN_JOURNAL_MIN_FREE", "32MiB");

  @TempDir Path dir;
  private Optional<SmallDisk> disk = Optional.empty();

  @AfterEach
  void unmount() {
    disk.ifPresent(SmallDisk::close);
  }

  @Test
  void a_journal_that_cannot_be_written_refuses_and_is_whole_after_a_repair() throws Exception {
    DrillRow row = DrillRow.of(NAME, "ext4 turns read-only; stop, check, mount, start");
    run(row, false).mustHold(Column.OTHER);
  }

  /** The protection taken away: that nobody was heard is held against the jobs. */
  @Test
  void without_blind_time_jobs_go_down_that_were_refused() throws Exception {
    run(DrillRow.without(NAME, "excuse for blind time"), true).mustShowHarm(Column.FALSE_DOWNS);
  }

  private DrillRow run(DrillRow row, boolean strict) throws Exception {
    Path file = dir.resolve("disk.img");
    Path data = dir.resolve("data");
    disk = Optional.of(SmallDisk.ext4(data, file, DISK_MIB));
    try (Scene scene = Scene.start(dir, SETTINGS);
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      if (strict) {
        Trial.ignoreBlindTime(scene.db());
      }
      long pid = scene.tocsin().pid();
      damage(data);
      Await.that("pings are refused", REFUSED, () -> trial.answers(503) > 0);
      Await.pause(strict ? LASTS.multipliedBy(4) : LASTS);
      assertThat(ProcessHandle.of(pid)).as("the process lives").isPresent();
      assertThat(scene.tocsin().status("/readyz")).isEqualTo(503);
      scene.tocsin().terminate();
      unmount();
      check(file);
      disk = Optional.of(SmallDisk.again(data, file));
      long began = System.nanoTime();
      scene.startAgain().awaitReady(Trial.START);
      trial.awaitHeardAgain(HEARD);
      Duration recovery = Duration.ofNanos(System.nanoTime() - began);
      return trial.judge(row.recovered(recovery), scene.db());
    }
  }

  /** Tells the file system that it has found an error, which the kernel lets us do. */
  private static void damage(Path at) throws IOException {
    String device = Files.getFileStore(at).name();
    Path trigger =
        Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
    Files.writeString(trigger, "a drill\n");
  }

  /** As a start of the machine does; what it mends is in its exit code. */
  private static void check(Path file) {
    int exit = Command.run("e2fsck", "-f", "-p", file.toString()).exit();
    assertThat(exit).as("e2fsck: 0 is whole, 1 is mended").isLessThanOrEqualTo(1);
  }
}
