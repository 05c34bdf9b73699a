package dev.tocsin.dashboard.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page may be, and what its picture may be. */
class PageEditTest {

  private static final Set<String> OURS = Set.of("tocsin.example.org");

  private static Optional<String> field(PageEdit edit) {
    return edit.problem(OURS).map(PageEdit.Problem::field);
  }

  private static PageEdit with(String slug, Optional<String> host) {
    return new PageEdit(slug, "Name", "", host, PageEdit.Password.KEEP, List.of(), List.of(), true);
  }

  @ParameterizedTest
  @CsvSource({"Acme, acme", "'  Ünïcode & Co. ', n-code-co", "'!!', status-page", "ab, status-ab"})
  void a_name_proposes_an_address(String name, String slug) {
    assertThat(PageEdit.slugOf(name)).isEqualTo(slug);
    assertThat(field(PageEdit.named(name.strip()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "Acme",
        "-acme",
        "acme-",
        "a--b",
        "../x",
        "a/b",
        "a.b",
        "acme\n",
        "0123456789012345678901234567890123456789012345678901234567890"
      })
  void an_address_is_plain(String slug) {
    assertThat(field(with(slug, Optional.empty()))).contains("slug");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "tocsin.example.org",
        "STATUS.example.com",
        "status.example.com:80",
        "192.0.2.1",
        "status..com",
        "-x.example.com",
        "status.example.com/x",
        "evil.com\r\nX: y",
        "a b.com",
        ".com"
      })
  void a_host_is_the_name_of_another_machine(String host) {
    assertThat(field(with("acme", Optional.of(host)))).contains("host");
  }

  @Test
  void a_good_host_is_taken() {
    assertThat(field(with("acme", Optional.of("status.example.com")))).isEmpty();
    assertThat(field(with("acme", Optional.of("xn--bcher-kva.example")))).isEmpty();
  }

  @Test
  void a_picture_is_what_it_is_and_not_what_somebody_says() {
    byte[] png =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                    + "rkJggg==");
    assertThat(Logo.of(png)).map(Logo::type).contains("image/png");
    assertThat(Logo.of("<svg onload=alert(1)>".getBytes(UTF_8))).isEmpty();
    assertThat(Logo.of(new byte[0])).isEmpty();
    byte[] wide = png.clone();
    wide[16] = 0x7f; // two billion pixels across
    assertThat(Logo.of(wide)).isEmpty();
    assertThat(Logo.of(Arrays.copyOf(png, Logo.MOST_BYTES + 1))).isEmpty();
    byte[] jpeg = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xe0,
      0,
      4,
      1,
      1,
      (byte) 0xff,
      (byte) 0xc0,
      0,
      11,
      8,
      0,
      16,
      0,
      16,
      1,
      1,
      17,
      0
    };
    assertThat(Logo.of(jpeg)).map(Logo::type).contains("image/jpeg");
    byte[] endless = {
      (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    assertThat(Logo.of(endless)).isEmpty();
  }
}
