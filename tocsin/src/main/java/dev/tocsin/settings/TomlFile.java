package dev.tocsin.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** The settings file, flattened to dotted names and text. */
final class TomlFile {

  private TomlFile() {}

  /** Adds what is wrong with the file itself to {@code problems}. */
  static Map<String, String> read(Path path, List<String> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      TomlParseResult toml = Toml.parse(Files.readString(path));
      for (TomlParseError error : toml.errors()) {
        // The parser's message quotes the file, and what it quotes may be a password.
        problems.add(
            "%s: line %d, column %d is not TOML"
                .formatted(path, error.position().line(), error.position().column()));
      }
      for (String name : toml.dottedKeySet()) {
        Object value = toml.get(name);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
          values.put(name, value.toString());
        } else {
          problems.add("%s (%s): neither text nor a number nor a boolean".formatted(name, path));
        }
      }
    } catch (NoSuchFileException e) {
      problems.add("%s: there is no such file".formatted(path));
    } catch (MalformedInputException e) {
      problems.add("%s: not UTF-8".formatted(path));
    } catch (IOException e) {
      problems.add("%s: cannot be read (%s)".formatted(path, e.getClass().getSimpleName()));
    }
    return values;
  }
}
