package dev.tocsin.domain.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

  private static final String ID = "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ID,
        "0B1C2D3E-4F50-4617-8A9B-ACBDCEDFE0F1",
        "00000000-0000-0000-0000-000000000000"
      })
  void the_canonical_form_is_read_in_either_case(String text) {
    Optional<RunId> run = RunId.parse(text);
    assertThat(run).contains(new RunId(UUID.fromString(text)));
    assertThat(run.orElseThrow().toString()).isEqualTo(text.toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0b1c2d3e4f5046178a9bacbdcedfe0f1",
        "{" + ID + "}",
        "urn:uuid:" + ID,
        ID + "\n",
        " " + ID,
        "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0fg",
        "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1a",
        "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f\u0661"
      })
  void anything_else_is_no_run_id(String text) {
    assertThat(RunId.parse(text)).isEmpty();
  }
}
