package dev.tocsin.settings;

import dev.tocsin.settings.Settings.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads every source, strongest first: command line, environment, file, default. Collects all
 * problems; nothing is opened and nothing is started before {@link #settings} has said that there
 * is none.
 */
public final class SettingsReader {

  /** Tests and tools of this project, and commands that call a server; they are not settings. */
  private static final Pattern IGNORED =
      Pattern.compile("TOCSIN_TEST_.*|TOCSIN_API_(URL|KEY)|TOCSIN_BACKUP_PASSPHRASE");

  private static final Map<String, Key<?>> BY_NAME =
      Keys.all().stream().collect(Collectors.toMap(Key::name, Function.identity()));

  /** As it was written, before it is parsed. */
  private record Given(String text, String origin) {}

  private final Settings.Source again;
  private final Map<Key<?>, Given> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Optional<SettingsFile> file;

  /**
   * @param arguments key and value of each {@code --set}
   * @param environment all of it; only {@code TOCSIN_…} and {@code DATABASE_URL} are looked at
   * @param file the TOML file, if one was named
   */
  public SettingsReader(
      Map<String, String> arguments, Map<String, String> environment, Optional<Path> file) {
    this.again = () -> new SettingsReader(arguments, environment, file).settings();
    this.file = file.flatMap(path -> TomlFile.read(path, problems));
    take(arguments, environment);
  }

  /**
   * The same with a file that is not read, but was, or is to be written.
   *
   * @param file as it is to be taken
   */
  public SettingsReader(
      Map<String, String> arguments, Map<String, String> environment, SettingsFile file) {
    this.again = () -> new SettingsReader(arguments, environment, file).settings();
    this.file = Optional.of(file);
    take(arguments, environment);
  }

  private void take(Map<String, String> arguments, Map<String, String> environment) {
    arguments.forEach(this::argument);
    environment(new TreeMap<>(environment));
    file.ifPresent(
        read ->
            TomlFile.parse(read, problems)
                .forEach((name, entry) -> take(name, entry.text(), entry.origin())));
  }

  /** The file as it was read; empty: none was named, or it cannot be read. */
  public Optional<SettingsFile> file() {
    return file;
  }

  /** Where the data directory is, as far as that can be known: other settings may be wrong. */
  public Path dataDir() {
    Key<Path> key = Keys.DATA_DIR;
    Given value = given.get(key);
    try {
      return key.kind().parse().apply(value == null ? key.fallback().orElseThrow() : value.text());
    } catch (IllegalArgumentException e) {
      return key.kind().parse().apply(key.fallback().orElseThrow());
    }
  }

  /** What was read, or every problem at once. */
  public Settings settings() throws SettingsException {
    Map<Key<?>, Value> values = new LinkedHashMap<>();
    for (Key<?> key : Keys.all()) {
      Given value = given.get(key);
      if (value != null) {
        parse(key, value).ifPresent(parsed -> values.put(key, parsed));
      }
      if (!values.containsKey(key)) {
        key.fallback()
            .map(text -> new Value(key.kind().parse().apply(text), text, Settings.DEFAULT))
            .ifPresent(fallback -> values.put(key, fallback));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems, new Settings(values, file, again));
    }
    return new Settings(values, file, again);
  }

  private Optional<Value> parse(Key<?> key, Given value) {
    try {
      return Optional.of(
          new Value(key.kind().parse().apply(value.text()), value.text(), value.origin()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      String shown = key.secret() ? "the value" : "\"" + cut(value.text()) + "\"";
      problems.add("%s (%s): %s is %s".formatted(key, value.origin(), shown, e.getMessage()));
      return Optional.empty();
    }
  }

  private void argument(String name, String text) {
    Key<?> key = BY_NAME.get(name);
    if (key != null && key.secret()) {
      problems.add(
          "%s (command line): a secret that other users of this machine could read: set %s or %s_FILE"
              .formatted(name, key.variable(), key.variable()));
    } else {
      take(name, text, "command line");
    }
  }

  private void take(String name, String text, String origin) {
    Key<?> key = BY_NAME.get(name);
    if (key == null) {
      problems.add(
          "%s (%s): no such setting%s"
              .formatted(cut(name), origin, DidYouMean.hint(name, BY_NAME.keySet())));
    } else {
      given.putIfAbsent(key, new Given(text, origin));
    }
  }

  private void environment(Map<String, String> environment) {
    Map<String, Runnable> known = new LinkedHashMap<>();
    for (Key<?> key : Keys.all()) {
      known.put(key.variable(), () -> fromVariable(key, key.variable(), environment));
      if (key.secret()) {
        known.put(key.variable() + "_FILE", () -> fromSecretFile(key, environment));
      }
    }
    for (String name : environment.keySet()) {
      Runnable take = known.get(name);
      if (take != null) {
        take.run();
      } else if (name.startsWith("TOCSIN_") && !IGNORED.matcher(name).matches()) {
        problems.add(
            "%s (environment): no such setting%s"
                .formatted(name, DidYouMean.hint(name, known.keySet())));
      }
    }
    if (environment.containsKey("DATABASE_URL")) {
      fromVariable(Keys.DATABASE_URL, "DATABASE_URL", environment);
    }
  }

  private void fromVariable(Key<?> key, String variable, Map<String, String> environment) {
    given.putIfAbsent(key, new Given(environment.getOrDefault(variable, ""), variable));
  }

  private void fromSecretFile(Key<?> key, Map<String, String> environment) {
    String variable = key.variable() + "_FILE";
    if (environment.containsKey(key.variable())) {
      problems.add(
          "%s (environment): %s is set too; set one of them".formatted(variable, key.variable()));
      return;
    }
    try {
      String text = Files.readString(Path.of(environment.getOrDefault(variable, "")));
      given.putIfAbsent(key, new Given(text.stripTrailing(), variable));
    } catch (IOException | IllegalArgumentException e) {
      problems.add("%s (%s): the file cannot be read".formatted(key, variable));
    }
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
