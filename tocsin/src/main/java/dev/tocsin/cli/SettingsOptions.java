package dev.tocsin.cli;

import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command takes. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    synopsisHeading = "Usage: ")
final class SettingsOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings in TOML.")
  private @Nullable Path config;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting, such as http.port=9000; stronger than environment and file.")
  private final Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Short for --set data.dir=DIR.")
  private @Nullable String dataDir;

  @Option(names = "--debug", description = "Show stack traces of errors.")
  @SuppressWarnings("UnusedVariable") // looked up by its name when something failed
  private boolean debug;

  /** Reads all sources; every problem comes in one exception. */
  Settings read() throws SettingsException {
    return reader().settings();
  }

  /** All sources, with what is wrong with them. */
  SettingsReader reader() {
    return new SettingsReader(arguments(), System.getenv(), Optional.ofNullable(config));
  }

  /** The same with another file. */
  Settings readWith(Path file) throws SettingsException {
    return new SettingsReader(arguments(), System.getenv(), Optional.of(file)).settings();
  }

  /** The same with a file that is not on disk. */
  SettingsReader readerWith(SettingsFile file) {
    return new SettingsReader(arguments(), System.getenv(), file);
  }

  private Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>(set);
    if (dataDir != null) {
      arguments.put("data.dir", dataDir);
    }
    return arguments;
  }
}
