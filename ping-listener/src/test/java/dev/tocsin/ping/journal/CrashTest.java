package dev.tocsin.ping.journal;

import static dev.tocsin.ping.journal.Journals.append;
import static dev.tocsin.ping.journal.Journals.lines;
import static dev.tocsin.ping.journal.Journals.open;
import static dev.tocsin.ping.journal.Journals.ping;
import static dev.tocsin.ping.journal.Journals.positions;
import static dev.tocsin.ping.journal.Journals.readAll;
import static dev.tocsin.ping.journal.Journals.segmentFiles;
import static dev.tocsin.ping.journal.Journals.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What a crash, or a disk that forgets, may do to the files of one stream. */
class CrashTest {

  @TempDir(factory = InMemory.class)
  Path temp;

  private Path dir = Path.of("");
  private UUID stream = new UUID(0, 0);
  private final List<Entry> durable = new ArrayList<>();
  private long closedEnd;

  @BeforeEach
  void a_stream_of_several_segments() {
    dir = temp.resolve("original");
    var random = new Random(42);
    try (Journal journal = open(small(dir))) {
      stream = journal.stream();
      for (int i = 0; i < 40; i++) {
        durable.add(append(journal, Journals.random(random)));
      }
      journal.seal();
      closedEnd = journal.end();
    }
    assertThat(segmentFiles(dir, stream).size()).isGreaterThan(5);
  }

  @Test
  void cut_at_any_byte_all_that_was_durable_before_is_read_and_nothing_else() throws IOException {
    var random = new Random(7);
    for (int trial = 0; trial < 120; trial++) {
      long cut = trial < 60 ? closedEnd - trial : random.nextLong(closedEnd);
      Path copy = copy("cut" + trial);
      truncate(copy, cut);
      try (AdoptedStream adopted = only(copy)) {
        List<Entry> expected = durable.stream().filter(entry -> entry.end() <= cut).toList();
        assertThat(lines(readAll(adopted))).as("cut at %d", cut).isEqualTo(lines(expected));
        assertThat(adopted.end()).isLessThanOrEqualTo(cut);
        assertThat(adopted.closedCleanly()).isEqualTo(cut == closedEnd);
        assertThat(adopted.damage()).allMatch(Damage::tail);
        // What was cut is cut: the next one who adopts it finds a clean end.
        long end = adopted.end();
        adopted.close();
        try (AdoptedStream again = only(copy)) {
          assertThat(again.end()).isEqualTo(end);
          assertThat(again.damage()).isEmpty();
        }
      }
    }
  }

  @Test
  void any_flipped_bit_costs_one_record_and_is_reported() throws IOException {
    var random = new Random(8);
    for (int trial = 0; trial < 120; trial++) {
      long flipped = random.nextLong(closedEnd);
      Path copy = copy("flip" + trial);
      flip(copy, flipped, 1 << random.nextInt(8));
      try (AdoptedStream adopted = only(copy)) {
        List<Entry> expected =
            durable.stream()
                .filter(entry -> flipped < entry.position() || flipped >= entry.end())
                .toList();
        assertThat(lines(readAll(adopted))).as("flipped at %d", flipped).isEqualTo(lines(expected));
        assertThat(adopted.damage()).hasSize(1);
        Damage damage = adopted.damage().get(0);
        assertThat(flipped).isBetween(damage.from(), damage.to() - 1);
        assertThat(copy.resolve(stream.toString()).resolve("damaged")).isNotEmptyDirectory();
      }
    }
  }

  @Test
  void a_record_forged_in_a_body_is_never_read_although_the_record_around_it_is_damaged()
      throws IOException {
    Path forged = temp.resolve("forged");
    UUID id;
    Entry around;
    try (Journal journal = open(small(forged))) {
      id = journal.stream();
      byte[] lie = PingCodec.encode(ping("forged"));
      var body = ByteBuffer.allocate(4 * (RecordFormat.HEADER_BYTES + lie.length));
      // The right stream at wrong offsets, and a wrong stream at the very offset it will lie at.
      new RecordFormat(id).put(body, RecordType.PING, 0, 1, lie);
      new RecordFormat(id).put(body, RecordType.PING, journal.end(), 1, lie);
      int payloadBefore = PingCodec.encode(ping("")).length;
      long here = journal.end() + RecordFormat.HEADER_BYTES + payloadBefore + body.position();
      new RecordFormat(UUID.randomUUID()).put(body, RecordType.PING, here, 1, lie);
      new RecordFormat(id).put(body, RecordType.CLOSED, here, 1, new byte[0]);
      around = append(journal, ping(Arrays.copyOf(body.array(), body.position())));
      append(journal, ping("true"));
      assertThat(readAll(journal)).hasSize(2);
    }
    Path copy = temp.resolve("forged-copy");
    Journals.copy(forged, id, copy);
    stream = id;
    flip(copy, around.position() + 1, 1);
    try (AdoptedStream adopted = only(copy)) {
      List<Entry> read = readAll(adopted);
      assertThat(read).hasSize(1);
      assertThat(read.get(0).position()).isEqualTo(around.end());
      assertThat(adopted.damage())
          .containsExactly(new Damage(around.position(), around.end(), false));
    }
  }

  @Test
  void a_missing_segment_is_damage_and_the_others_are_read() throws IOException {
    Path copy = copy("missing");
    List<Path> files = segmentFiles(copy, stream);
    Files.delete(files.get(2));
    long from = Segment.of(files.get(2)).orElseThrow().start;
    long to = Segment.of(files.get(3)).orElseThrow().start;
    try (AdoptedStream adopted = only(copy)) {
      assertThat(positions(readAll(adopted)))
          .isEqualTo(
              positions(
                  durable.stream()
                      .filter(e -> e.position() < from || e.position() >= to)
                      .toList()));
      assertThat(adopted.damage()).containsExactly(new Damage(from, to, false));
    }
  }

  @Test
  void garbage_behind_the_end_is_cut_and_kept_for_people() throws IOException {
    Path copy = copy("garbage");
    List<Path> files = segmentFiles(copy, stream);
    Files.write(files.get(files.size() - 1), new byte[500], StandardOpenOption.APPEND);
    try (AdoptedStream adopted = only(copy)) {
      assertThat(readAll(adopted)).hasSameSizeAs(durable);
      assertThat(adopted.closedCleanly()).isTrue();
      assertThat(adopted.damage()).containsExactly(new Damage(closedEnd, closedEnd + 500, true));
    }
  }

  @Test
  void a_stream_without_any_sound_record_is_reported_as_it_is() throws IOException {
    Path copy = temp.resolve("wiped");
    Path folder = Files.createDirectories(copy.resolve(stream.toString()));
    Files.write(folder.resolve("00000000000000000000.seg"), new byte[300]);
    try (AdoptedStream adopted = only(copy)) {
      assertThat(adopted.start()).isZero();
      assertThat(adopted.end()).isZero();
      assertThat(readAll(adopted)).isEmpty();
      assertThat(adopted.damage()).containsExactly(new Damage(0, 300, true));
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = temp.resolve(name);
    Journals.copy(dir, stream, copy);
    return copy;
  }

  static AdoptedStream only(Path journalDir) {
    List<AdoptedStream> adopted = Adoption.unlocked(small(journalDir));
    assertThat(adopted).hasSize(1);
    return adopted.get(0);
  }

  private void truncate(Path journalDir, long position) throws IOException {
    for (Path file : segmentFiles(journalDir, stream)) {
      long start = Segment.of(file).orElseThrow().start;
      if (start >= position) {
        Files.delete(file);
      } else if (start + Files.size(file) > position) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(position - start);
        }
      }
    }
    if (segmentFiles(journalDir, stream).isEmpty()) {
      Files.createFile(journalDir.resolve(stream.toString()).resolve("00000000000000000000.seg"));
    }
  }

  private void flip(Path journalDir, long position, int bits) throws IOException {
    for (Path file : segmentFiles(journalDir, stream)) {
      long at = position - Segment.of(file).orElseThrow().start;
      if (at >= 0 && at < Files.size(file)) {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.seek(at);
          int was = bytes.read();
          bytes.seek(at);
          bytes.write(was ^ bits);
        }
      }
    }
  }

  /** Hundreds of adoptions sync a file each: no disk is waited for where memory has a folder. */
  static final class InMemory implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "tocsin")
          : Files.createTempDirectory("tocsin");
    }
  }
}
