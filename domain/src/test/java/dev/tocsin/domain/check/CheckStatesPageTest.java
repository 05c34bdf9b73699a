package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CheckStatesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "check-states.md");

  @Test
  void the_page_says_what_the_code_does() throws IOException {
    String rendered = CheckStatesPage.render();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(Files.readString(PAGE))
        .as("run: mvn -pl domain test -Dtest=CheckStatesPageTest -Ddocs.write=true")
        .isEqualTo(rendered);
  }
}
