package dev.tocsin.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void the_page_says_what_the_definitions_say() throws IOException {
    String rendered = ConfigurationPage.render();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(PAGE).as("write it again with -Ddocs.write=true").hasContent(rendered);
  }

  @Test
  void every_setting_is_on_the_page_once() {
    String page = ConfigurationPage.render();

    for (Key<?> key : Keys.all()) {
      assertThat(page.split("`" + key.variable() + "` \\|", -1)).as(key.name()).hasSize(2);
    }
  }

  @Test
  void no_two_settings_share_a_variable() {
    assertThat(
            Keys.all().stream()
                .collect(Collectors.toMap(Key::variable, Function.identity(), (a, b) -> a)))
        .hasSameSizeAs(Keys.all());
  }
}
