package dev.tocsin.dashboard.people.factors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238, appendix B, the rows for SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codes_are_those_of_the_rfc(long seconds, String code) {
    long step = Totp.step(Instant.ofEpochSecond(seconds));
    assertThat(Totp.code(SECRET, step, 8)).isEqualTo(code);
    assertThat(Totp.code(SECRET, step, 6)).isEqualTo(code.substring(2));
  }

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({"0, 755224", "1, 287082", "5, 254676", "9, 520489"})
  void counters_are_those_of_the_older_rfc(long counter, String code) {
    assertThat(Totp.code(SECRET, counter, 6)).isEqualTo(code);
  }

  @Test
  void a_code_is_good_one_step_before_and_after_and_no_further() {
    Instant now = Instant.ofEpochSecond(1_111_111_111);
    long step = Totp.step(now);
    for (int away = -3; away <= 3; away++) {
      String code = Totp.code(SECRET, step + away, 6);
      assertThat(Totp.stepOf(SECRET, code, now).isPresent())
          .as("%d steps away", away)
          .isEqualTo(Math.abs(away) <= 1);
    }
    assertThat(Totp.stepOf(SECRET, "", now)).isEmpty();
  }

  @Test
  void an_app_gets_what_it_needs_whatever_the_names_are() {
    TotpSecret secret = new TotpSecret(SECRET);
    assertThat(secret.text()).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assertThat(secret.uri("My: Tocsin & co", "ada+1@example.org"))
        .isEqualTo(
            "otpauth://totp/My%20%20Tocsin%20%26%20co:ada%2B1%40example.org"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20%20Tocsin%20%26%20co");
    assertThat(secret.toString()).doesNotContain("GEZD");
  }

  @Test
  void a_picture_has_the_three_eyes_of_a_qr_code_inside_a_quiet_zone() {
    QrPicture picture = QrPicture.of("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ");
    assertThat((picture.size() - 8 - 17) % 4).isZero(); // 21, 25, 29 … modules
    int far = picture.size() - 4 - 7;
    for (int[] eye : new int[][] {{4, 4}, {far, 4}, {4, far}}) {
      for (int i = 0; i < 7; i++) {
        assertThat(picture.path())
            .contains("M%d %dh1v1h-1z".formatted(eye[0] + i, eye[1]))
            .contains("M%d %dh1v1h-1z".formatted(eye[0], eye[1] + i));
      }
    }
    assertThat(picture.path()).doesNotContain("M0 ", "M3 ", " 3h");
  }
}
