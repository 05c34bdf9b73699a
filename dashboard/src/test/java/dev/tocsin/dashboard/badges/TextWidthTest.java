package dev.tocsin.dashboard.badges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "up, 14", // what shields.io measures, rounded up
    "down, 30",
    "Größe, 34",
    "数据, 22",
    "🚀, 14",
    "👩‍💻, 14",
    "👍🏽, 14",
    "🇱🇻🇱🇻, 28",
    "e\u0301e\u0301, 14",
  })
  void a_text_is_as_wide_as_it_is_drawn(String text, int pixels) {
    assertThat(TextWidth.of(text)).isBetween(pixels - 1, pixels + 1);
  }
}
