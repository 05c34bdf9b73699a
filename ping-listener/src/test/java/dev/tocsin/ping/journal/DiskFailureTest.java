package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.lines;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.readAll;
import static dev.tocsin.ping.journal.Journals.small;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.ears.Ears;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {

  @TempDir Path dir;
  private final FailingDisk disk = new FailingDisk();
  private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();

  @Test
  void a_failed_sync_loses_its_group_and_the_journal_goes_on_in_a_new_segment() throws Exception {
    List<Entry> durable = new ArrayList<>();
    Journal journal = open(small(dir));
    durable.add(append(journal, ping("before")));
    disk.failingForces.set(1);
    lose(journal, "lost");
    durable.add(append(journal, ping("after")));
    durable.add(append(journal, ping("and on")));
    assertThat(lines(readAll(journal))).isEqualTo(lines(durable));
    assertThat(journal.notReady()).isEmpty();
    assertThat(journal.damage()).isEmpty();
    journal.close();
    // The lost ping's bytes are whole in its file; nobody may find it there.
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(lines(readAll(adopted))).isEqualTo(lines(durable));
      assertThat(adopted.damage()).isEmpty();
      assertThat(adopted.closedCleanly()).isTrue();
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void no_position_is_used_twice_over_a_failure() throws Exception {
    try (Journal journal = open(small(dir))) {
      Entry before = append(journal, ping("before"));
      Mark mark = journal.mark();
      disk.failingForces.set(1);
      lose(journal, "lost");
      Entry after = append(journal, ping("after"));
      assertThat(after.position())
          .isGreaterThan(
              before.end() + RecordFormat.HEADER_BYTES + PingCodec.encode(ping("lost")).length);
      assertThat(after.at()).isAfter(mark.through());
      // A cursor that stood before the failure reads on over the hole.
      assertThat(lines(journal.read(before.end(), 10, 1000).entries()))
          .isEqualTo(lines(List.of(after)));
    }
  }

  @Test
  void a_torn_write_and_a_segment_that_cannot_be_made_are_the_same() throws Exception {
    List<Entry> durable = new ArrayList<>();
    try (Journal journal = open(small(dir))) {
      durable.add(append(journal, ping("before")));
      disk.tornWrites.set(1);
      lose(journal, "torn");
      durable.add(append(journal, ping("between")));
      disk.failingCreates.set(1);
      lose(journal, "x".repeat(2000)); // too large for the segment: needs a new one
      durable.add(append(journal, ping("after")));
      assertThat(lines(readAll(journal))).isEqualTo(lines(durable));
    }
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(lines(readAll(adopted))).isEqualTo(lines(durable));
      assertThat(adopted.damage()).isEmpty();
    }
    assertThat(new JournalTool(dir).verify()).isEmpty();
  }

  @Test
  void a_second_failure_in_a_row_is_fatal() throws Exception {
    try (Journal journal = open(small(dir))) {
      Entry before = append(journal, ping("before"));
      disk.failingForces.set(2);
      lose(journal, "lost");
      assertThat(fatal.poll(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      assertThat(journal.append(ping("late"), new Receipts().forPing(ping("late"))))
          .isEqualTo(Append.BROKEN);
      assertThat(journal.notReady()).hasSize(1);
      assertThat(lines(readAll(journal))).isEqualTo(lines(List.of(before)));
      Mark mark = journal.mark();
      assertThat(journal.mark()).isEqualTo(mark);
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void a_bug_on_the_journals_thread_is_fatal_too_and_not_silence() throws Exception {
    var armed = new AtomicBoolean();
    Runnable onSynced =
        () -> {
          if (armed.get()) {
            throw new AssertionError("from a test");
          }
        };
    try (Journal journal =
        Journal.open(
            small(dir),
            Journals.clock(),
            new Ears(),
            onSynced,
            fatal::add,
            disk,
            InstantSource.system())) {
      armed.set(true);
      append(journal, ping("kept all the same"));
      assertThat(fatal.poll(20, TimeUnit.SECONDS)).isInstanceOf(AssertionError.class);
      assertThat(journal.append(ping("late"), Pending.NOBODY)).isEqualTo(Append.BROKEN);
      assertThat(readAll(journal)).hasSize(1);
    }
  }

  @Test
  void a_disk_without_room_is_waited_for_and_everything_durable_stays() throws Exception {
    List<Entry> durable = new ArrayList<>();
    var receipts = new Receipts();
    int appended = 0;
    try (Journal journal = open(Journals.busy(dir, Duration.ofMillis(2), 0, 10_000))) {
      durable.add(append(journal, ping("before")));
      disk.room.set(1500);
      HeardPing ping = ping("y".repeat(200));
      while (journal.append(ping, receipts.forPing(ping)) == Append.TAKEN) {
        appended++;
      }
      receipts.awaitSettled(appended);
      until(() -> journal.notReady().toString().contains("No space left"));
      assertThat(journal.append(ping, receipts.forPing(ping))).isEqualTo(Append.FULL);
      disk.room.set(1 << 30);
      until(() -> journal.notReady().isEmpty());
      List<Entry> told = receipts.awaitDurable(0);
      assertThat(told.size() + receipts.awaitLost(1)).isEqualTo(appended);
      durable.addAll(told);
      durable.add(append(journal, ping("after")));
      assertThat(lines(readAll(journal))).isEqualTo(lines(durable));
    }
    assertThat(fatal).isEmpty();
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(lines(readAll(adopted))).isEqualTo(lines(durable));
      assertThat(adopted.damage()).isEmpty();
      assertThat(adopted.closedCleanly()).isTrue();
    }
    assertThat(new JournalTool(dir).verify()).isEmpty();
  }

  @Test
  void a_disk_that_makes_no_files_is_waited_for_and_leaves_none_behind() throws Exception {
    try (Journal journal = open(Journals.busy(dir, Duration.ofMillis(2), 0, 10_000))) {
      Entry before = append(journal, ping("before"));
      disk.failingCreates.set(4);
      disk.failingForces.set(1);
      lose(journal, "lost");
      until(() -> disk.failingCreates.get() == 0 && journal.notReady().isEmpty());
      Entry after = append(journal, ping("after"));
      assertThat(lines(readAll(journal))).isEqualTo(lines(List.of(before, after)));
    }
    assertThat(fatal).isEmpty();
    try (Stream<Path> files = Files.walk(dir)) {
      assertThat(files.filter(file -> file.toString().endsWith(".seg"))).hasSize(2);
    }
  }

  @Test
  void a_stop_does_not_wait_for_room() throws Exception {
    var receipts = new Receipts();
    Journal journal = open(Journals.busy(dir, Duration.ofMillis(2), 0, 10_000));
    Entry before = append(journal, ping("before"));
    disk.room.set(0);
    assertThat(journal.append(ping("lost"), receipts.forPing(ping("lost"))))
        .isEqualTo(Append.TAKEN);
    receipts.awaitLost(1);
    journal.close();
    assertThat(lines(readAll(journal))).isEqualTo(lines(List.of(before)));
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(lines(readAll(adopted))).isEqualTo(lines(List.of(before)));
    }
  }

  @Test
  void little_free_disk_is_full_not_broken_and_passes() throws Exception {
    var config = Journals.busy(dir, Duration.ofMillis(2), 1 << 20, 10);
    var synced = new Semaphore(0);
    var receipts = new Receipts();
    try (Journal journal =
        Journal.open(
            config,
            Journals.clock(),
            new Ears(),
            synced::release,
            fatal::add,
            disk,
            InstantSource.system())) {
      append(journal, ping("before"));
      disk.room.set(1 << 19);
      await(synced, () -> !journal.notReady().isEmpty());
      assertThat(journal.append(ping("full"), receipts.forPing(ping("full"))))
          .isEqualTo(Append.FULL);
      disk.room.set(1 << 30);
      await(synced, () -> journal.notReady().isEmpty());
      append(journal, ping("after"));
      assertThat(readAll(journal)).hasSize(2);
    }
  }

  @Test
  void whatever_fails_now_and_then_durable_is_read_and_lost_is_not() throws Exception {
    for (long seed = 1; seed <= 12; seed++) {
      Path folder = dir.resolve("seed" + seed);
      var random = new Random(seed);
      var receipts = new Receipts();
      int appended = 0;
      try (Journal journal = open(small(folder))) {
        for (int i = 0; i < 300; i++) {
          HeardPing ping = Journals.random(random);
          if (random.nextInt(60) == 0 && disk.failingForces.get() + disk.tornWrites.get() == 0) {
            calm(journal); // never two failures in a row
            (random.nextBoolean() ? disk.failingForces : disk.tornWrites).set(1);
          }
          assertThat(journal.append(ping, receipts.forPing(ping))).isEqualTo(Append.TAKEN);
          appended++;
        }
        disk.failingForces.set(0);
        disk.tornWrites.set(0);
      }
      List<Entry> durable = receipts.awaitDurable(appended - receipts.lost());
      try (AdoptedStream adopted = CrashTest.only(folder)) {
        List<String> read =
            lines(readAll(adopted)).stream()
                .filter(line -> !line.endsWith(" 63616c6d false"))
                .toList();
        assertThat(read).as("seed %d", seed).isEqualTo(lines(durable));
        assertThat(adopted.damage()).as("seed %d", seed).isEmpty();
      }
    }
  }

  private Journal open(JournalConfig config) {
    return Journal.open(
        config, Journals.clock(), new Ears(), () -> {}, fatal::add, disk, InstantSource.system());
  }

  private static void lose(Journal journal, String body) {
    var receipts = new Receipts();
    assertThat(journal.append(ping(body), receipts.forPing(ping(body)))).isEqualTo(Append.TAKEN);
    assertThat(receipts.awaitLost(1)).isEqualTo(1);
  }

  private static void until(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("20 s have passed").isNegative();
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Returns once a write has gone well. */
  private static void calm(Journal journal) {
    HeardPing ping = ping("calm");
    Receipts receipts;
    do {
      receipts = new Receipts();
      assertThat(journal.append(ping, receipts.forPing(ping))).isEqualTo(Append.TAKEN);
      receipts.awaitSettled(1);
    } while (receipts.lost() > 0);
  }

  private static void await(Semaphore synced, BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      assertThat(synced.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
