package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.lines;
import static dev.tocsin.ping.journal.Journals.open;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.readAll;
import static dev.tocsin.ping.journal.Journals.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {

  @TempDir Path dir;

  @Test
  void every_start_is_a_stream_of_its_own_and_adopts_the_earlier_ones_oldest_first() {
    Journal first = open(small(dir));
    Entry one = append(first, ping("one"));
    first.close();
    Journal second = open(small(dir));
    Entry two = append(second, ping("two"));
    second.close();
    try (Journal third = open(small(dir))) {
      List<AdoptedStream> adopted = third.adopt();
      assertThat(adopted)
          .extracting(AdoptedStream::stream)
          .containsExactly(first.stream(), second.stream());
      assertThat(lines(readAll(adopted.get(0)))).isEqualTo(lines(List.of(one)));
      assertThat(lines(readAll(adopted.get(1)))).isEqualTo(lines(List.of(two)));
      assertThat(adopted).allMatch(AdoptedStream::closedCleanly);
      assertThat(adopted.get(0).lastNote()).isAfter(one.at());
      assertThat(adopted.get(0).firstNote()).isBefore(one.at());
      assertThat(third.adopt()).as("already ours").isEmpty();
      adopted.get(0).close();
      assertThat(third.adopt()).extracting(AdoptedStream::stream).containsExactly(first.stream());
    }
  }

  @Test
  void the_stream_of_a_live_process_is_not_touched_and_adopted_once_it_is_killed()
      throws Exception {
    Process other = otherProcess();
    try (var lines =
            new BufferedReader(
                new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        Journal journal = open(small(dir))) {
      UUID stream = UUID.fromString(lines.readLine());
      assertThat(journal.stream()).isNotEqualTo(stream);
      assertThat(journal.adopt()).isEmpty();
      assertThat(new JournalTool(dir).show())
          .allMatch(summary -> summary.state() == StreamSummary.State.HELD);

      other.destroyForcibly();
      assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
      AdoptedStream adopted = journal.adopt().get(0);
      assertThat(adopted.stream()).isEqualTo(stream);
      assertThat(readAll(adopted)).hasSize(HoldsAStream.PINGS);
      assertThat(adopted.closedCleanly()).isFalse();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void a_copy_of_a_live_journal_is_adopted_and_the_original_goes_on() throws IOException {
    Path clone = dir.resolve("clone");
    try (Journal original = open(small(dir.resolve("original")))) {
      append(original, ping("before"));
      Journals.copy(dir.resolve("original"), original.stream(), clone);
      Entry after = append(original, ping("after"));
      try (Journal copied = open(small(clone))) {
        assertThat(copied.stream()).isNotEqualTo(original.stream());
        AdoptedStream adopted = copied.adopt().get(0);
        assertThat(adopted.stream()).isEqualTo(original.stream());
        assertThat(readAll(adopted)).hasSize(1);
        assertThat(adopted.end()).isLessThanOrEqualTo(after.position());
      }
      assertThat(readAll(original)).hasSize(2);
    }
  }

  @Test
  void what_a_crash_left_of_a_deleted_stream_is_cleared_away() throws IOException {
    UUID id = UUID.randomUUID();
    Path gone = Files.createDirectories(dir.resolve(id + ".gone"));
    Files.write(gone.resolve("00000000000000000000.seg"), new byte[10]);
    Files.createFile(dir.resolve(id + ".lock"));
    Files.createDirectory(dir.resolve("not-a-stream"));
    assertThat(Adoption.unlocked(small(dir))).isEmpty();
    assertThat(dir.resolve(id + ".gone")).doesNotExist();
    assertThat(dir.resolve(id + ".lock")).doesNotExist();
    assertThat(dir.resolve("not-a-stream")).exists();
  }

  @Test
  void a_stream_that_died_at_birth_is_adopted_as_an_empty_one() throws IOException {
    Files.createDirectory(dir.resolve(UUID.randomUUID().toString()));
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(readAll(adopted)).isEmpty();
      assertThat(adopted.end()).isZero();
      adopted.retire();
    }
  }

  @Test
  void an_unreadable_stream_does_not_keep_the_others_waiting() throws IOException {
    Path bad = Files.createDirectories(dir.resolve(UUID.randomUUID().toString()));
    Files.createDirectory(bad.resolve("00000000000000000000.seg"));
    Journal good = open(small(dir));
    append(good, ping("one"));
    good.close();
    try (AdoptedStream adopted = CrashTest.only(dir)) {
      assertThat(adopted.stream()).isEqualTo(good.stream());
    }
  }

  private Process otherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            HoldsAStream.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
