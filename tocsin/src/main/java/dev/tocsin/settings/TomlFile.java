package dev.tocsin.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** The settings file, flattened to dotted names and text. */
final class TomlFile {

  /**
   * A value as it is written.
   *
   * @param origin file and line, for people
   */
  record Entry(String text, String origin) {}

  private TomlFile() {}

  /** Reads it; adds what keeps it from being read to {@code problems}. */
  static Optional<SettingsFile> read(Path path, List<String> problems) {
    try {
      return Optional.of(
          new SettingsFile(path.toAbsolutePath().normalize(), Files.readString(path)));
    } catch (NoSuchFileException e) {
      problems.add("%s: there is no such file".formatted(path));
    } catch (MalformedInputException e) {
      problems.add("%s: not UTF-8".formatted(path));
    } catch (IOException e) {
      problems.add("%s: cannot be read (%s)".formatted(path, e.getClass().getSimpleName()));
    }
    return Optional.empty();
  }

  /** Adds what is wrong with the file itself to {@code problems}. */
  static Map<String, Entry> parse(SettingsFile file, List<String> problems) {
    Map<String, Entry> values = new LinkedHashMap<>();
    TomlParseResult toml = Toml.parse(file.text());
    for (TomlParseError error : toml.errors()) {
      // The parser's message quotes the file, and what it quotes may be a password.
      problems.add(
          "%s: line %d, column %d is not TOML"
              .formatted(file.path(), error.position().line(), error.position().column()));
    }
    for (String name : toml.dottedKeySet()) {
      Object value = toml.get(name);
      String origin = file.path().getFileName() + line(toml.inputPositionOf(name));
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        values.put(name, new Entry(value.toString(), origin));
      } else {
        problems.add("%s (%s): neither text nor a number nor a boolean".formatted(name, origin));
      }
    }
    return values;
  }

  private static String line(@Nullable TomlPosition position) {
    return position == null ? "" : ", line " + position.line();
  }
}
