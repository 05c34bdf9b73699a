package dev.tocsin.domain.ping;

import static dev.tocsin.domain.ping.PingKind.FAIL;
import static dev.tocsin.domain.ping.PingKind.IGN;
import static dev.tocsin.domain.ping.PingKind.START;
import static dev.tocsin.domain.ping.PingKind.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingFilterTest {

  private static final PingFilter WORDS =
      new PingFilter(false, true, false, false, false, "begin", "done, ok", "error,failed ,, ");

  @ParameterizedTest
  @EnumSource(PingKind.class)
  void without_filters_the_url_decides(PingKind kind) {
    assertThat(PingFilter.NONE.classify(kind, "GET", bytes("error"))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "post", "BREW"})
  void a_check_that_wants_post_ignores_other_methods_before_it_looks_for_words(String method) {
    var filter = new PingFilter(true, true, false, false, true, "", "ok", "");
    assertThat(filter.classify(FAIL, method, bytes("ok"))).isEqualTo(IGN);
    assertThat(filter.classify(FAIL, "POST", bytes("ok"))).isEqualTo(SUCCESS);
  }

  @ParameterizedTest
  @EnumSource(PingKind.class)
  void with_words_the_url_is_discarded(PingKind kind) {
    assertThat(WORDS.classify(kind, "GET", bytes("it is done"))).isEqualTo(SUCCESS);
    assertThat(WORDS.classify(kind, "GET", bytes("nothing"))).isEqualTo(IGN);
  }

  @Test
  void failure_comes_before_success_and_success_before_start() {
    assertThat(WORDS.byWords("begin, done, error")).isEqualTo(FAIL);
    assertThat(WORDS.byWords("begin, done")).isEqualTo(SUCCESS);
    assertThat(WORDS.byWords("begin")).isEqualTo(START);
  }

  @Test
  void words_are_trimmed_parts_of_the_text_and_case_counts() {
    assertThat(WORDS.byWords("xxfailedxx")).isEqualTo(FAIL);
    assertThat(WORDS.byWords("FAILED")).isEqualTo(IGN);
    assertThat(WORDS.byWords("bok")).isEqualTo(SUCCESS);
  }

  @Test
  void empty_words_match_nothing() {
    var filter = new PingFilter(false, true, false, false, false, "", " , ,", ",");
    assertThat(filter.byWords("anything, at all")).isEqualTo(IGN);
    assertThat(filter.byWords("")).isEqualTo(IGN);
  }

  @Test
  void no_word_found_is_a_failure_if_the_check_says_so() {
    var strict = new PingFilter(false, true, false, false, true, "begin", "ok", "");
    assertThat(strict.byWords("")).isEqualTo(FAIL);
    assertThat(strict.byWords("ok")).isEqualTo(SUCCESS);
  }

  @Test
  void a_body_that_is_no_utf8_is_read_all_the_same() {
    byte[] cut = new byte[] {(byte) 0xff, 'o', 'k', (byte) 0xe2, (byte) 0x82};
    assertThat(WORDS.classify(SUCCESS, "POST", cut)).isEqualTo(SUCCESS);
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(WORDS.classify(START, "POST", noise)).as("seed %d", seed).isNotNull();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void only_a_filter_for_mail_makes_mail_be_read() {
    assertThat(new PingFilter(true, true, false, false, true, "", "", "").readsMail()).isFalse();
    assertThat(new PingFilter(false, false, true, false, false, "", "", "").readsMail()).isTrue();
    assertThat(new PingFilter(false, false, false, true, false, "", "", "").readsMail()).isTrue();
  }
}
