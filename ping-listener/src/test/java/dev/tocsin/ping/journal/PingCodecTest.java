package dev.tocsin.ping.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.domain.ping.PingKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PingCodecTest {

  @Test
  void every_ping_comes_back_as_it_was() {
    for (long seed = 1; seed <= 2000; seed++) {
      HeardPing ping = Journals.random(new Random(seed));
      assertThat(line(PingCodec.decode(ByteBuffer.wrap(PingCodec.encode(ping)))))
          .as("seed %d", seed)
          .isEqualTo(line(ping));
    }
  }

  @Test
  void long_texts_are_cut_by_characters() {
    HeardPing ping =
        new HeardPing(
            new Target.BySlug("k".repeat(255), "ü".repeat(127), true),
            PingKind.LOG,
            255,
            null,
            "s".repeat(11),
            "m".repeat(300),
            "r".repeat(65),
            "\uD83D\uDE00".repeat(201),
            new byte[] {0, -1});
    assertThat(ping.scheme()).hasSize(10);
    assertThat(ping.method()).hasSize(10);
    assertThat(ping.remoteAddr()).hasSize(64);
    assertThat(ping.userAgent()).isEqualTo("\uD83D\uDE00".repeat(200));
    assertThat(line(PingCodec.decode(ByteBuffer.wrap(PingCodec.encode(ping)))))
        .isEqualTo(line(ping));
  }

  @Test
  void a_payload_that_ends_early_or_says_the_unknown_is_refused() {
    byte[] whole = PingCodec.encode(Journals.ping(""));
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, length);
      assertThatThrownBy(() -> PingCodec.decode(part)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int at : new int[] {0, 1}) {
      byte[] unknown = whole.clone();
      unknown[at] = 99;
      assertThatThrownBy(() -> PingCodec.decode(ByteBuffer.wrap(unknown)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String line(HeardPing ping) {
    return Journals.lines(List.of(new Entry(0, 0, Instant.EPOCH, ping))).get(0);
  }
}
