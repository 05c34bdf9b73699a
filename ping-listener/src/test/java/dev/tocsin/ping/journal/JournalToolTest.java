package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.open;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.segmentFiles;
import static dev.tocsin.ping.journal.Journals.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalToolTest {

  @TempDir Path dir;

  @Test
  void show_says_what_lies_there_also_while_it_is_written() {
    assertThat(new JournalTool(dir.resolve("none")).show()).isEmpty();
    Journal closed = open(small(dir));
    Entry one = append(closed, ping("one"));
    closed.close();
    try (Journal live = open(small(dir))) {
      append(live, ping("two"));
      append(live, ping("three"));
      List<StreamSummary> streams = new JournalTool(dir).show();
      assertThat(streams)
          .extracting(StreamSummary::id)
          .containsExactly(closed.stream(), live.stream());
      assertThat(streams)
          .extracting(StreamSummary::state)
          .containsExactly(StreamSummary.State.CLOSED, StreamSummary.State.HELD);
      assertThat(streams).extracting(StreamSummary::pings).containsExactly(1L, 2L);
      assertThat(streams.get(0).first().orElseThrow()).isBefore(one.at());
      assertThat(streams.get(0).last().orElseThrow()).isAfter(one.at());
      assertThat(streams.get(1).end()).isEqualTo(live.end());
      assertThat(streams.get(1).bytes()).isEqualTo(live.bytes());
      append(live, ping("four")); // looking did not take its lock away
      assertThat(new JournalTool(dir).verify()).isEmpty();
    }
  }

  @Test
  void pings_are_listed_in_order() {
    Journal journal = open(small(dir));
    for (int i = 0; i < 2500; i++) {
      journal.append(ping("" + i), Pending.NOBODY);
    }
    journal.close();
    List<Entry> listed = new ArrayList<>();
    new JournalTool(dir).pings(journal.stream(), listed::add);
    assertThat(Journals.lines(listed))
        .hasSize(2500)
        .isEqualTo(Journals.lines(Journals.readAll(journal)));
    new JournalTool(dir).pings(UUID.randomUUID(), listed::add);
    assertThat(listed).hasSize(2500);
  }

  @Test
  void verify_names_every_problem_and_changes_nothing() throws IOException {
    Journal journal = open(small(dir));
    Entry broken = append(journal, ping("one"));
    append(journal, ping("two"));
    journal.close();
    Path file = segmentFiles(dir, journal.stream()).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) broken.end() - 1] ^= 1;
    Files.write(file, bytes);
    Files.write(file, new byte[3], StandardOpenOption.APPEND);
    Files.writeString(dir.resolve("installation"), "nonsense");
    List<String> problems = new JournalTool(dir).verify();
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).contains(journal.stream().toString(), " are damaged");
    assertThat(problems.get(1)).contains("unfinished");
    assertThat(problems.get(2)).contains("installation");
    assertThat(new JournalTool(dir).verify()).isEqualTo(problems);
    assertThat(Files.size(file)).isEqualTo(bytes.length + 3L);
  }

  @Test
  void the_installation_is_noted_and_never_guessed() throws IOException {
    var note = new InstallationNote(dir);
    assertThat(note.read()).isEmpty();
    UUID id = UUID.randomUUID();
    note.write(id);
    assertThat(note.read()).contains(id);
    note.write(new UUID(1, 2));
    assertThat(new InstallationNote(dir).read()).contains(new UUID(1, 2));
    Files.writeString(dir.resolve("installation"), "");
    assertThatThrownBy(note::read).isInstanceOf(UncheckedIOException.class);
  }
}
