package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Mistakes;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each setting misspelt, and each given values of another form, all in one file: the start is
 * refused before anything is made, and says of each what it is, where, and what was probably meant.
 * A new setting is in it by itself.
 */
class TypoTest {

  private static final String SECRET = "hunter2";
  private static final int SLIPS = 3;
  private static final int VALUES = 5;

  @TempDir Path dir;
  private final long seed = Long.getLong("typo.seed", System.nanoTime());

  @Test
  void each_misspelt_name_is_refused_with_its_line_and_what_was_meant() throws IOException {
    Random random = new Random(seed);
    for (int slip = 0; slip < SLIPS; slip++) {
      Map<String, Key<?>> meant = new LinkedHashMap<>();
      for (Key<?> key : Keys.all()) {
        meant.put(Mistakes.misspelt(key, random).get(slip), key);
      }
      String said = refused(meant.keySet().stream().map(it -> it + " = '" + SECRET + "'").toList());
      int line = 0;
      for (Map.Entry<String, Key<?>> one : meant.entrySet()) {
        assertThat(said)
            .as("seed %d", seed)
            .contains(
                "  %s (t.toml, line %d): no such setting. Did you mean %s?\n"
                    .formatted(one.getKey(), ++line, one.getValue()));
      }
    }
  }

  @Test
  void each_malformed_value_is_refused_with_its_line() throws IOException {
    for (int i = 0; i < VALUES; i++) {
      List<String> lines = new ArrayList<>();
      for (Key<?> key : Keys.all()) {
        List<String> values = Mistakes.malformed(key);
        lines.add("%s = %s".formatted(key, Mistakes.toml(values.get(i % values.size()))));
      }
      String said = refused(lines);
      for (int line = 0; line < lines.size(); line++) {
        Key<?> key = Keys.all().get(line);
        assertThat(said)
            .as(lines.get(line))
            .contains("  %s (t.toml, line %d): ".formatted(key, line + 1));
      }
    }
  }

  private String refused(List<String> lines) throws IOException {
    Path file = Files.write(dir.resolve("t.toml"), lines);
    assertThatThrownBy(() -> new SettingsReader(Map.of(), Map.of(), Optional.of(file)).settings())
        .as("what is taken would start a whole Tocsin below")
        .isInstanceOf(SettingsException.class);
    Path before = Path.of("tocsin-data");
    boolean there = Files.exists(before);
    Run run = Run.of("up", "--config", file.toString());
    assertThat(run.code()).as("seed %d: %s", seed, run.err()).isEqualTo(78);
    assertThat(run.err() + run.out() + run.stdout()).doesNotContain(SECRET);
    assertThat(Files.exists(before)).as("the default data directory").isEqualTo(there);
    return run.err().replace(System.lineSeparator(), "\n") + "\n";
  }
}
