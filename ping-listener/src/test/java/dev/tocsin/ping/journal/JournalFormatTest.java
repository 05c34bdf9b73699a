package dev.tocsin.ping.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds docs/journal-format.md and the code equal: the segment printed there is read, and written.
 */
class JournalFormatTest {

  private static final UUID STREAM = UUID.fromString("6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff");
  private static final HeardPing EXAMPLE =
      new HeardPing(
          new Target.BySlug("pk-1", "backup", true),
          PingKind.FAIL,
          3,
          new RunId(UUID.fromString("00000000-0000-4000-8000-00000000002a")),
          "https",
          "POST",
          "192.0.2.7",
          "curl/8.5.0",
          "disk full".getBytes(UTF_8));
  private static final long NOON = 1_772_366_400_000_000L;

  private static final DeafTime DEAF =
      new DeafTime(
          StampClock.instant(NOON + 1_000_000),
          StampClock.instant(NOON + 4_500_000),
          DeafCause.REFUSED);
  private static final ClockEvent SET =
      new ClockEvent(StampClock.instant(NOON + 4_600_000), StampClock.instant(NOON - 120_000_000));

  @TempDir Path dir;

  @Test
  void the_printed_segment_is_read_as_the_page_says() throws IOException {
    Path folder = Files.createDirectories(dir.resolve(STREAM.toString()));
    Files.write(folder.resolve("00000000000000000000.seg"), printed());
    try (AdoptedStream stream = CrashTest.only(dir)) {
      List<Entry> read = Journals.readAll(stream);
      assertThat(Journals.lines(read))
          .isEqualTo(
              Journals.lines(
                  List.of(
                      new Entry(62, 184, Instant.parse("2026-03-01T12:00:00.000001Z"), EXAMPLE))));
      Instant opened = StampClock.instant(NOON);
      assertThat(stream.read(0, 9, 1 << 20).signs())
          .containsExactly(new Sign.Heard(opened, opened.plusSeconds(1)), DEAF, SET);
      assertThat(stream.closedCleanly()).isTrue();
      assertThat(stream.damage()).isEmpty();
    }
  }

  @Test
  void the_code_writes_the_printed_bytes() throws IOException {
    var format = new RecordFormat(STREAM);
    var out = ByteBuffer.allocate(1000);
    byte[] opening = ByteBuffer.allocate(14).putLong(4711).put("node-a".getBytes(UTF_8)).array();
    format.put(out, RecordType.OPEN, 0, NOON, opening);
    format.put(out, RecordType.PING, out.position(), NOON + 1, PingCodec.encode(EXAMPLE));
    format.put(out, RecordType.NOTE, out.position(), NOON + 1_000_000, new byte[0]);
    format.put(out, RecordType.DEAF, out.position(), NOON + 4_500_001, SignCodec.encode(DEAF));
    format.put(out, RecordType.CLOCK, out.position(), NOON - 120_000_000, SignCodec.encode(SET));
    format.put(out, RecordType.CLOSED, out.position(), NOON - 119_000_000, new byte[0]);
    byte[] written = new byte[out.flip().remaining()];
    out.get(written);
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(HexFormat.of().formatHex(printed()));
  }

  /** The page's block marked "hex"; what follows two blanks on a line is a remark. */
  private static byte[] printed() throws IOException {
    String text = Files.readString(Path.of("../docs/journal-format.md"));
    var block = Pattern.compile("```hex\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    return HexFormat.of()
        .parseHex(
            block
                .group(1)
                .lines()
                .map(l -> l.replaceFirst("  .*", "").replace(" ", ""))
                .reduce("", String::concat));
  }
}
