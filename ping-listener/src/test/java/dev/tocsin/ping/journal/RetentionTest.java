package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.positions;
import static dev.tocsin.ping.journal.Journals.readAll;
import static dev.tocsin.ping.journal.Journals.segmentFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ping.ears.Ears;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final HeardPing HALF_A_KIB = ping("z".repeat(400));

  @TempDir Path dir;
  private Instant wall = Instant.now();

  @Test
  void what_is_not_applied_stays_whatever_its_age_and_size() throws IOException {
    try (Journal journal = open(Journals.config(dir, 1024, 1 << 20, 0))) {
      Entry first = append(journal, HALF_A_KIB);
      for (int i = 0; i < 20; i++) {
        append(journal, HALF_A_KIB);
      }
      aDayPasses();
      journal.trim(first.position());
      assertThat(journal.start()).isZero();
      assertThat(readAll(journal)).hasSize(21);
    }
  }

  @Test
  void applied_segments_stay_for_a_day_then_go() throws IOException {
    try (Journal journal = open(Journals.config(dir, 1024, 1 << 20, 1 << 20))) {
      for (int i = 0; i < 20; i++) {
        append(journal, HALF_A_KIB);
      }
      Entry applied = append(journal, HALF_A_KIB);
      append(journal, HALF_A_KIB);
      journal.trim(applied.end());
      assertThat(journal.start()).isZero();
      aDayPasses();
      long before = journal.bytes();
      journal.trim(applied.end());
      assertThat(journal.start()).isGreaterThan(0).isLessThanOrEqualTo(applied.end());
      assertThat(journal.bytes()).isLessThan(before).isEqualTo(onDisk(journal));
      assertThatThrownBy(() -> journal.read(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThat(positions(readAll(journal)).get(0)).isGreaterThanOrEqualTo(journal.start());
    }
  }

  @Test
  void no_more_than_the_bound_of_what_is_applied_stays() throws IOException {
    try (Journal journal = open(Journals.config(dir, 1024, 1 << 20, 4096))) {
      Entry last = append(journal, HALF_A_KIB);
      for (int i = 0; i < 40; i++) {
        last = append(journal, HALF_A_KIB);
        journal.trim(last.end());
        assertThat(onDisk(journal)).isLessThanOrEqualTo(4096 + 1024 + 600);
      }
      assertThat(last.end() - journal.start()).isGreaterThan(2048);
    }
  }

  @Test
  void at_its_bound_the_journal_is_full_and_takes_again_after_a_trim() throws IOException {
    try (Journal journal = open(Journals.config(dir, 1024, 8192, 1 << 20))) {
      var receipts = new Receipts();
      int taken = 0;
      while (journal.append(HALF_A_KIB, receipts.forPing(HALF_A_KIB)) == Append.TAKEN) {
        receipts.awaitDurable(++taken); // one at a time: not the bound of what waits
      }
      List<Entry> durable = receipts.awaitDurable(taken);
      assertThat(taken).isGreaterThan(10);
      assertThat(onDisk(journal)).isLessThanOrEqualTo(8192);
      assertThat(journal.notReady()).as("full is no reason to leave the balancer").isEmpty();
      assertThat(journal.append(HALF_A_KIB, receipts.forPing(HALF_A_KIB))).isEqualTo(Append.FULL);

      // Kept for an older database? Not when it is in the way of new pings.
      journal.trim(durable.get(taken - 1).end());
      for (int i = 0; i < 50; i++) {
        journal.trim(append(journal, HALF_A_KIB).end());
      }
    }
  }

  @Test
  void records_that_wait_are_bounded() {
    var config = Journals.busy(dir, Duration.ofHours(1), 0, 5);
    var sequencer = new Sequencer(config, Journals.clock(), new Ears(), () -> 0, new byte[0]);
    for (int i = 0; i < 4; i++) {
      assertThat(sequencer.offer(new byte[10], Pending.NOBODY)).isEqualTo(Append.TAKEN);
    }
    assertThat(sequencer.offer(new byte[10], Pending.NOBODY)).isEqualTo(Append.FULL);
    List<Pending> group = sequencer.take();
    assertThat(sequencer.offer(new byte[10], Pending.NOBODY))
        .as("what is being written still waits")
        .isEqualTo(Append.FULL);
    sequencer.done(group);
    assertThat(sequencer.offer(new byte[10], Pending.NOBODY)).isEqualTo(Append.TAKEN);
  }

  @Test
  void a_retired_stream_stays_readable_until_its_time_is_over_then_its_folder_goes()
      throws IOException {
    Journal gone = open(Journals.small(dir));
    for (int i = 0; i < 5; i++) {
      append(gone, HALF_A_KIB);
    }
    gone.close();
    try (Journal journal = open(Journals.small(dir))) {
      AdoptedStream adopted = journal.adopt().get(0);
      assertThat(journal.bytes()).isEqualTo(onDisk(journal) + onDisk(gone));
      adopted.retire();
      assertThat(readAll(adopted)).hasSize(5);
      assertThat(adopted.gone()).isFalse();
      aDayPasses();
      journal.trim(0);
      assertThat(adopted.gone()).isTrue();
      assertThat(adopted.start()).isEqualTo(adopted.end());
      assertThat(readAll(adopted)).isEmpty();
      assertThat(dir.resolve(adopted.stream().toString())).doesNotExist();
      assertThat(dir.resolve(adopted.stream() + ".lock")).doesNotExist();
      assertThat(journal.bytes()).isEqualTo(onDisk(journal));
      adopted.close();
    }
  }

  @Test
  void an_adopted_stream_that_is_not_retired_keeps_its_last_segment() throws IOException {
    Journal gone = open(Journals.small(dir));
    for (int i = 0; i < 5; i++) {
      append(gone, HALF_A_KIB);
    }
    gone.close();
    try (AdoptedStream adopted = only()) {
      aDayPasses();
      adopted.trim(adopted.end());
      assertThat(adopted.gone()).isFalse();
      assertThat(segmentFiles(dir, adopted.stream())).hasSize(1);
    }
  }

  @Test
  void damaged_bytes_outlive_the_folder_of_their_stream() throws IOException {
    Journal gone = open(Journals.small(dir));
    Entry broken = append(gone, HALF_A_KIB);
    append(gone, HALF_A_KIB);
    gone.close();
    Path file = segmentFiles(dir, gone.stream()).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) broken.position() + 60] ^= 4;
    Files.write(file, bytes);
    try (AdoptedStream adopted = only()) {
      assertThat(readAll(adopted)).hasSize(1);
      aDayPasses();
      adopted.retire();
      assertThat(adopted.gone()).isTrue();
    }
    assertThat(dir.resolve("damaged").resolve(gone.stream().toString())).isNotEmptyDirectory();
  }

  @Test
  void a_disk_that_runs_full_takes_back_what_was_merely_kept() throws IOException {
    boolean[] low = {false};
    JournalConfig config = Journals.config(dir, 1024, 1 << 20, 1 << 20);
    UUID stream;
    long end;
    try (Journal journal = open(config)) {
      stream = journal.stream();
      for (int i = 0; i < 20; i++) {
        append(journal, HALF_A_KIB);
      }
      end = append(journal, HALF_A_KIB).end();
    }
    Retention retention = new Retention(config, () -> wall, () -> low[0]);
    try (AdoptedStream adopted = Adoption.unlocked(dir, retention).get(0)) {
      adopted.trim(end);
      assertThat(segmentFiles(dir, stream)).hasSizeGreaterThan(5);
      low[0] = true;
      adopted.trim(end);
      assertThat(segmentFiles(dir, stream)).hasSize(1);
    }
  }

  private Journal open(JournalConfig config) {
    return Journal.open(
        config, Journals.clock(), new Ears(), () -> {}, Journals.NO_FATAL, Disk.REAL, () -> wall);
  }

  private AdoptedStream only() {
    return Adoption.unlocked(dir, new Retention(Journals.small(dir), () -> wall, () -> false))
        .get(0);
  }

  private void aDayPasses() {
    wall = wall.plus(Duration.ofHours(25));
  }

  private long onDisk(Journal journal) throws IOException {
    long bytes = 0;
    for (Path file : segmentFiles(dir, journal.stream())) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
