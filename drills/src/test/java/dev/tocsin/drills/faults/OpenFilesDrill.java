package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Few files may be open. First no further one at all: the journal cannot begin its next segment,
 * refuses pings, and goes on when it can; what was answered 2xx is there. Then a low limit from the
 * start, and more idle connections than it has room for: they get none of the files that all else
 * needs, and a new client is answered.
 */
@ExtendWith(DrillTable.class)
class OpenFilesDrill {

  private static final String NAME = "open-files";
  private static final Duration NONE = Duration.ofSeconds(10);
  private static final Duration REFUSED = Duration.ofSeconds(60);
  private static final Duration HEARD = Duration.ofSeconds(15);
  private static final int LIMIT = 340;
  private static final int IDLE = 500;
  private static final int ASKED = 20;
  private static final Strain LARGE = new Strain(500, 16, 1_000, 9_000);

  @TempDir Path dir;

  @Test
  void without_a_file_for_the_next_segment_pings_are_refused_until_there_is_one() throws Exception {
    try (Scene scene = Scene.start(dir, Map.of("TOCSIN_JOURNAL_MAX_BYTES", "180MiB"));
        Trial trial = Trial.begin(scene, LARGE)) {
      long pid = scene.tocsin().pid();
      limit(pid, 10); // fewer than it has: what is open stays open
      Await.that("pings are refused", REFUSED, () -> trial.answers(503) > 0);
      Await.pause(NONE);
      assertThat(ProcessHandle.of(pid)).as("the process lives").isPresent();
      limit(pid, 4_096);
      Duration recovery = trial.awaitHeardAgain(HEARD);
      DrillRow row = DrillRow.of(NAME, "none left for the journal").recovered(recovery);
      trial.judge(row, scene.db()).mustHold(Column.OTHER);
      assertThat(scene.tocsin().pid()).isEqualTo(pid);
    }
  }

  @Test
  void idle_connections_do_not_take_all_files() throws Exception {
    DrillRow row = DrillRow.of(NAME, "limit %d, %d idle connections".formatted(LIMIT, IDLE));
    lowLimit(row, true).mustHold();
  }

  /** The protection taken away: the limit is lowered when the connections were counted already. */
  @Test
  void without_a_bound_on_connections_new_clients_get_no_answer() throws Exception {
    DrillRow row = DrillRow.without(NAME, "a bound on connections");
    lowLimit(row, false).mustShowHarm(Column.UNSEEN);
  }

  private DrillRow lowLimit(DrillRow row, boolean known) throws Exception {
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings =
          Map.of(
              "TOCSIN_LIMITS_MIN_PERIOD", "1s",
              "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
              "DATABASE_URL", postgres.url());
      List<String> by =
          known ? List.of("prlimit", "--nofile=%d:%d".formatted(LIMIT, LIMIT)) : List.of();
      Path data = dir.resolve("data");
      try (TocsinProcess tocsin =
              TocsinProcess.start(by, "up", data, FreePort.next(), settings)
                  .awaitReady(Trial.START);
          Db db = postgres.open()) {
        Api api = Api.createProject(tocsin.site(), data, settings, "drill");
        try (Trial trial = Trial.begin(db, data, api.projectCode(), tocsin.port(), Strain.USUAL)) {
          limit(tocsin.pid(), LIMIT);
          long unanswered = amongIdle(tocsin);
          return trial.judge(row, db).with(Column.UNSEEN, unanswered);
        }
      }
    }
  }

  /**
   * New clients beside many connections on which nothing is said; how many got no answer to a ping
   * for a check that there is not.
   */
  private static long amongIdle(TocsinProcess tocsin) throws IOException {
    List<Socket> idle = new ArrayList<>();
    long unanswered = 0;
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), tocsin.port()));
      }
      for (int i = 0; i < ASKED; i++) {
        Command.Result asked =
            Command.run(
                "curl",
                "-sS",
                "-m",
                "2",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                tocsin.site() + "/ping/" + UUID.randomUUID());
        unanswered += asked.output().equals("404") ? 0 : 1;
      }
    } finally {
      for (Socket one : idle) {
        one.close();
      }
    }
    return unanswered;
  }

  /** The soft limit only: who lowers the other may not raise it again. */
  private static void limit(long pid, long files) {
    SmallDisk.must("prlimit", "--pid", Long.toString(pid), "--nofile=%d:".formatted(files));
  }
}
