package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.ping;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.ears.Ears;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal on disk says about the time in which it was written. */
class SignsTest {

  private static final Duration ONE = Duration.ofSeconds(1);
  private static final Duration MINUS_ONE = ONE.negated();

  @TempDir private Path dir;

  private final Ears ears = new Ears();
  private final FailingDisk disk = new FailingDisk();
  private final StampClock clock = Journals.clock();

  private Journal open() {
    setClock(Duration.ZERO);
    return Journal.open(
        Journals.small(dir),
        clock,
        ears,
        () -> {},
        Journals.NO_FATAL,
        disk,
        InstantSource.system());
  }

  private void setClock(Duration ahead) {
    clock.anchor(clock.next().plus(ahead), System.nanoTime());
  }

  private static List<Sign> all(JournalReader journal) {
    return journal.read(journal.start(), 1_000, 1 << 20).signs();
  }

  private static <S extends Sign> S only(Class<S> kind, List<Sign> signs) {
    List<S> found = signs.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void what_a_clock_left_out_is_said_before_the_first_ping_after_it() {
    try (Journal journal = open()) {
      Entry before = append(journal, ping("before"));
      setClock(Duration.ofSeconds(30));
      Entry after = append(journal, ping("after"));
      DeafTime left = only(DeafTime.class, journal.read(before.end(), 1, 1 << 20).signs());
      assertThat(left.cause()).isEqualTo(DeafCause.CLOCK_FORWARD);
      assertThat(left.until()).isBefore(after.at());
      assertThat(Duration.between(left.since(), left.until()))
          .isGreaterThan(Duration.ofSeconds(29));
      assertThat(only(ClockEvent.class, all(journal)).back()).isFalse();
    }
  }

  @Test
  void stamps_of_a_wrong_clock_are_as_they_would_have_been_once_they_are_corrected() {
    for (Duration off : List.of(Duration.ofHours(5), Duration.ofHours(-5))) {
      StampClock wrong =
          new StampClock(
              System::nanoTime, () -> Instant.now().plus(off), System::nanoTime, event -> {});
      Path own = dir.resolve(off.toString());
      try (Journal journal =
          Journal.open(Journals.small(own), wrong, ears, () -> {}, Journals.NO_FATAL)) {
        Instant began = Instant.now();
        append(journal, ping("before"));
        assertThat(journal.correction()).isEqualTo(Correction.NONE);
        wrong.anchor(Instant.now(), System.nanoTime());
        Entry after = append(journal, ping("after"));
        Correction correction = journal.correction();
        assertThat(correction.by().plus(off)).isBetween(MINUS_ONE, ONE);
        assertThat(journal.mark().through()).isBetween(after.at(), after.at().plusSeconds(60));

        Batch read = correction.of(0, journal.read(0, 1_000, 1 << 20));
        assertThat(read.entries()).hasSize(2).isSortedAccordingTo(comparing(Entry::at));
        assertThat(read.entries().get(0).at()).isBetween(began.minusSeconds(1), after.at());
        assertThat(read.entries().get(1).at()).isEqualTo(after.at());
        assertThat(read.signs()).noneMatch(DeafTime.class::isInstance);
        assertThat(only(ClockEvent.class, read.signs()).by()).isEqualTo(correction.by());
        Batch rest = journal.read(after.position(), 1_000, 1 << 20);
        assertThat(correction.of(after.position(), rest)).isSameAs(rest);
      }
      assertThat(new JournalTool(own).verify()).isEmpty();
      try (AdoptedStream adopted = Adoption.unlocked(Journals.small(own)).get(0)) {
        assertThat(adopted.correction().orElseThrow().by().plus(off)).isBetween(MINUS_ONE, ONE);
      }
    }
  }

  @Test
  void a_journal_that_was_sealed_before_its_first_anchor_is_wrong_as_a_whole() {
    StampClock late =
        new StampClock(System::nanoTime, () -> Instant.EPOCH, System::nanoTime, event -> {});
    try (Journal journal =
        Journal.open(Journals.small(dir), late, ears, () -> {}, Journals.NO_FATAL)) {
      append(journal, ping("before"));
      journal.seal();
      Instant now = Instant.now();
      late.anchor(now, System.nanoTime());
      assertThat(journal.correction().before()).isGreaterThanOrEqualTo(journal.end());
      assertThat(journal.mark().through()).isBetween(now.minusSeconds(60), now);
    }
  }

  @Test
  void a_clock_that_was_set_back_by_more_than_a_minute_is_said_before_stamps_fall() {
    try (Journal journal = open()) {
      Entry before = append(journal, ping("before"));
      setClock(Duration.ofSeconds(-200));
      Entry after = append(journal, ping("after"));
      assertThat(after.at()).isBefore(before.at());
      ClockEvent event = only(ClockEvent.class, journal.read(before.end(), 1, 1 << 20).signs());
      assertThat(event.back()).isTrue();
      assertThat(journal.mark().through()).isBefore(before.at());
    }
    assertThat(new JournalTool(dir).verify()).isEmpty();
  }

  @Test
  void a_clock_that_was_set_back_by_less_holds_still_and_says_nothing() {
    try (Journal journal = open()) {
      append(journal, ping("before"));
      setClock(Duration.ofSeconds(-40));
      append(journal, ping("after"));
      assertThat(all(journal)).noneMatch(ClockEvent.class::isInstance);
    }
  }

  @Test
  void pings_that_a_failed_write_lost_were_refused_also_for_whoever_finds_the_folder() {
    Entry before;
    Entry after;
    try (Journal journal = open()) {
      before = append(journal, ping("before"));
      disk.failingForces.set(1);
      var lost = new Receipts();
      assertThat(journal.append(ping("lost"), lost.forPing(ping("lost")))).isEqualTo(Append.TAKEN);
      assertThat(lost.awaitLost(1)).isEqualTo(1);
      after = append(journal, ping("after"));
    }
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      DeafTime refused = only(DeafTime.class, all(adopted));
      assertThat(refused.cause()).isEqualTo(DeafCause.REFUSED);
      assertThat(refused.since()).isAfter(before.at());
      assertThat(refused.until()).isBefore(after.at());
    }
  }

  @Test
  void the_time_around_a_damaged_record_is_lost() throws IOException {
    Entry before;
    Entry damaged;
    Entry after;
    try (Journal journal = open()) {
      before = append(journal, ping("before"));
      damaged = append(journal, ping("damaged"));
      after = append(journal, ping("after"));
      flip(Journals.segmentFiles(dir, journal.stream()).get(0), damaged.position() + 60);
    }
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(only(DeafTime.class, all(adopted)))
          .isEqualTo(new DeafTime(before.at(), after.at(), DeafCause.LOST));
      // Whoever begins to read there does not know the record before.
      assertThat(only(DeafTime.class, adopted.read(before.end(), 9, 1 << 20).signs()))
          .isEqualTo(new DeafTime(DeafTime.WHERE_HEARING_ENDED, after.at(), DeafCause.LOST));
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, at);
    }
  }

  @Test
  void after_the_port_is_closed_pings_on_their_way_are_taken_and_nothing_is_heard() {
    Instant noted;
    try (Journal journal = open()) {
      append(journal, ping("before"));
      journal.deafen();
      noted = journal.mark().through();
      Entry last = append(journal, ping("on its way"));
      assertThat(last.at()).isAfter(noted);
      journal.look();
      assertThat(journal.mark().through()).isEqualTo(noted);
    }
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      List<Sign> signs = all(adopted);
      Sign.Heard heard = (Sign.Heard) signs.get(signs.size() - 1);
      assertThat(Duration.between(noted, heard.through())).isLessThan(Duration.ofSeconds(1));
      assertThat(adopted.closedCleanly()).isTrue();
    }
  }

  @Test
  void an_hour_of_notes_is_one_sign_and_a_gap_in_it_makes_two() {
    var signs = new Signs(false);
    long noon = 1_772_366_400_000_000L;
    for (int second = 0; second < 3_600; second++) {
      if (second < 1_000 || second >= 1_003) {
        signs.add(RecordType.NOTE, noon + second * 1_000_000L, ByteBuffer.allocate(0));
      }
    }
    assertThat(signs.list())
        .containsExactly(
            new Sign.Heard(StampClock.instant(noon), StampClock.instant(noon + 999 * 1_000_000L)),
            new Sign.Heard(
                StampClock.instant(noon + 1_003 * 1_000_000L),
                StampClock.instant(noon + 3_599 * 1_000_000L)));
  }

  @Test
  void a_cause_of_a_later_version_is_unknown() {
    byte[] payload =
        SignCodec.encode(
            new DeafTime(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), DeafCause.REFUSED));
    payload[16] = 77;
    assertThat(SignCodec.deaf(ByteBuffer.wrap(payload)).cause()).isEqualTo(DeafCause.UNKNOWN);
  }
}
