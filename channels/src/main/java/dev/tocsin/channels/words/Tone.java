package dev.tocsin.channels.words;

import dev.tocsin.channels.Alert;
import java.util.List;

/** How a message sounds: what colour and mark it gets where there are colours and marks. */
public enum Tone {
  BAD(0xd1242f, "🔴"),
  GOOD(0x1a7f37, "🟢"),
  PLAIN(0x0969da, "🔵"),
  TEST(0x8250df, "🟣");

  private final int colour;
  private final String hex;
  private final String mark;

  Tone(int colour, String mark) {
    this.colour = colour;
    this.hex = "#%06x".formatted(colour);
    this.mark = mark;
  }

  /** The notice sets the tone; without one, a single down makes all of it bad. */
  static Tone of(Alert alert, List<Alert.News> news) {
    if (alert.test()) {
      return TEST;
    }
    if (alert.notice().isPresent()) {
      return switch (alert.notice().get().level()) {
        case PROBLEM -> BAD;
        case OVER -> GOOD;
        case INFO -> PLAIN;
      };
    }
    return news.stream().anyMatch(Alert.News::down) ? BAD : GOOD;
  }

  /** As 0xRRGGBB; readable on white and on black. */
  public int rgb() {
    return colour;
  }

  /** As {@code #rrggbb}. */
  public String hex() {
    return hex;
  }

  /** A coloured dot, for places that know no colours. */
  public String mark() {
    return mark;
  }
}
