package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.lines;
import static dev.tocsin.ping.journal.Journals.open;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.positions;
import static dev.tocsin.ping.journal.Journals.readAll;
import static dev.tocsin.ping.journal.Journals.small;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path dir;

  @Test
  void what_was_appended_is_read_as_it_was_heard() {
    var random = new Random(1);
    try (Journal journal = open(small(dir))) {
      for (int i = 0; i < 100; i++) {
        HeardPing ping = Journals.random(random);
        Entry appended = append(journal, ping);
        Batch batch = journal.read(appended.position(), 10, 1 << 20);
        assertThat(lines(batch.entries())).isEqualTo(lines(List.of(appended)));
        assertThat(batch.next()).isEqualTo(appended.end()).isEqualTo(journal.end());
      }
      assertThat(readAll(journal)).hasSize(100);
      assertThat(journal.damage()).isEmpty();
    }
  }

  @Test
  void a_batch_ends_at_its_bounds() {
    try (Journal journal = open(small(dir))) {
      for (int i = 0; i < 10; i++) {
        append(journal, ping("x".repeat(300)));
      }
      assertThat(journal.read(0, 3, 1 << 20).entries()).hasSize(3);
      assertThat(journal.read(0, 99, 1).entries()).hasSize(1);
      assertThat(journal.read(0, 99, 1000).entries()).hasSize(3);
      assertThat(journal.read(journal.end(), 99, 1000))
          .isEqualTo(new Batch(List.of(), journal.end(), List.of()));
      assertThatThrownBy(() -> journal.read(journal.end() + 1, 1, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void concurrent_appends_get_rising_positions_and_stamps_and_receipts_in_order() throws Exception {
    int threads = 4;
    int each = 2000;
    var receipts = new Receipts();
    try (Journal journal = open(Journals.config(dir, 64 << 10, 64 << 20, 1 << 20))) {
      together(
          threads,
          thread -> {
            for (int i = 0; i < each; i++) {
              HeardPing ping = ping(thread + ":" + i);
              while (journal.append(ping, receipts.forPing(ping)) != Append.TAKEN) {
                Thread.onSpinWait();
              }
            }
          });
      List<Entry> told = receipts.awaitDurable(threads * each);
      assertThat(told).isSortedAccordingTo(Comparator.comparing(Entry::position));
      assertThat(told.stream().map(Entry::at)).isSorted().doesNotHaveDuplicates();
      assertThat(lines(readAll(journal))).isEqualTo(lines(told));
      assertThat(told.stream().map(entry -> new String(entry.ping().body(), UTF_8)))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void every_ping_stamped_up_to_a_mark_lies_before_it_and_every_later_one_behind_it()
      throws Exception {
    var receipts = new Receipts();
    List<Mark> marks = new ArrayList<>();
    try (Journal journal = open(Journals.config(dir, 64 << 10, 64 << 20, 1 << 20))) {
      var appending = new AtomicBoolean(true);
      together(
          3,
          thread -> {
            if (thread == 0) {
              while (appending.get()) {
                marks.add(journal.mark());
                LockSupport.parkNanos(1000);
              }
              return;
            }
            for (int i = 0; i < 2000; i++) {
              HeardPing ping = ping("" + i);
              journal.append(ping, receipts.forPing(ping));
            }
            if (thread == 1) {
              appending.set(false);
            }
          });
      List<Entry> entries = receipts.awaitDurable(4000);
      int heard = 0;
      for (Mark mark : marks) {
        while (heard < entries.size() && !entries.get(heard).at().isAfter(mark.through())) {
          assertThat(entries.get(heard++).end()).isLessThanOrEqualTo(mark.position());
        }
        if (heard < entries.size()) {
          assertThat(entries.get(heard).position()).isGreaterThanOrEqualTo(mark.position());
        }
      }
      assertThat(marks).isNotEmpty();
    }
  }

  @Test
  void an_idle_mark_moves_with_the_clock_and_notes_do_not_keep_it_from_being_reached() {
    try (Journal journal = open(small(dir))) {
      append(journal, ping("one"));
      Mark first = journal.mark();
      Mark second = journal.mark();
      assertThat(second.through()).isAfter(first.through());
      assertThat(second.position()).isEqualTo(journal.end());
    }
  }

  @Test
  void a_closed_journal_takes_nothing_and_its_mark_stands_still() {
    Journal journal = open(small(dir));
    Entry last = append(journal, ping("last"));
    journal.seal();
    Mark mark = journal.mark();
    assertThat(journal.append(ping("late"), new Receipts().forPing(ping("late"))))
        .isEqualTo(Append.BROKEN);
    assertThat(journal.mark()).isEqualTo(mark);
    assertThat(mark.through()).isAfter(last.at());
    assertThat(mark.position()).isEqualTo(journal.end());
    assertThat(positions(readAll(journal))).containsExactly(last.position());
    assertThat(journal.notReady()).isNotEmpty();
    journal.close();
    journal.close();
  }

  @Test
  void closing_writes_what_waits_first() {
    var receipts = new Receipts();
    Journal journal = open(small(dir));
    for (int i = 0; i < 500; i++) {
      HeardPing ping = ping("" + i);
      assertThat(journal.append(ping, receipts.forPing(ping))).isEqualTo(Append.TAKEN);
    }
    journal.close();
    assertThat(receipts.awaitDurable(500)).hasSize(500);
  }

  @Test
  void a_note_says_listening_although_nothing_happens() throws Exception {
    var often = Journals.busy(dir, Duration.ofMillis(5), 0, 10);
    var syncs = new Semaphore(0);
    try (Journal journal =
        Journal.open(often, Journals.clock(), syncs::release, Journals.NO_FATAL)) {
      assertThat(syncs.tryAcquire(5, 20, TimeUnit.SECONDS)).isTrue();
      Batch batch = journal.read(0, 10, 1 << 20);
      assertThat(batch.entries()).isEmpty();
      assertThat(batch.next()).isGreaterThan(3 * RecordFormat.HEADER_BYTES);
      assertThat(journal.notReady()).isEmpty();
    }
  }

  @Test
  void a_receipt_that_fails_does_not_stop_the_others() {
    try (Journal journal = open(small(dir))) {
      journal.append(
          ping("bad"),
          new Receipt() {
            @Override
            public void durable(long position, long end, Instant at) {
              throw new IllegalStateException("from a test");
            }

            @Override
            public void lost() {}
          });
      append(journal, ping("good"));
      assertThat(readAll(journal)).hasSize(2);
    }
  }

  @Test
  void a_ping_over_the_bound_and_a_name_no_check_can_have_are_refused() {
    try (Journal journal = open(small(dir))) {
      var receipts = new Receipts();
      HeardPing large = ping(new byte[1 << 20]);
      assertThatThrownBy(() -> journal.append(large, receipts.forPing(large)))
          .isInstanceOf(IllegalArgumentException.class);
      HeardPing longName =
          new HeardPing(
              new Target.BySlug("k", "s".repeat(256), false),
              large.signal(),
              null,
              null,
              "",
              "",
              null,
              "",
              new byte[0]);
      assertThatThrownBy(() -> journal.append(longName, receipts.forPing(longName)))
          .isInstanceOf(IllegalArgumentException.class);
      append(journal, ping("goes on"));
    }
  }

  private interface Job {
    void run(int thread) throws Exception;
  }

  private static void together(int threads, Job job) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> jobs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        jobs.add(
            () -> {
              job.run(thread);
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(jobs, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
