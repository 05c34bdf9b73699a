package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which settings that worked are meant: also where those that are set now cannot be read. */
@Command
final class KeptOptions {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      converter = CheckConfigCommand.RoleConverter.class,
      description = "up, ping-listener, alerter or dashboard; where several run from one folder.")
  private @Nullable Role role;

  /** What is set now, with its problems. */
  SettingsReader now() {
    return options.reader();
  }

  /** The same with the file as it was. */
  SettingsReader with(SettingsFile file) {
    return options.readerWith(file);
  }

  /** The newest first; refuses where there is none. */
  List<KeptSettings> all() throws CannotStartException {
    Path data = now().dataDir();
    SettingsHistory history = new SettingsHistory(data);
    List<List<KeptSettings>> found = new ArrayList<>();
    try {
      for (Role one : role == null ? Role.values() : new Role[] {role}) {
        List<KeptSettings> kept = history.of(one);
        if (!kept.isEmpty()) {
          found.add(kept);
        }
      }
    } catch (IOException e) {
      throw new CannotStartException(
          Exit.DISK, "what is kept in %s cannot be read: %s".formatted(data, e.getMessage()), e);
    }
    if (found.isEmpty()) {
      throw new CannotStartException(
          Exit.REFUSED,
          ("no settings are kept in %s: they are once a start with them has worked. Is it another"
                  + " folder (--data-dir)?")
              .formatted(data));
    }
    if (found.size() > 1) {
      throw new CannotStartException(
          Exit.REFUSED,
          "settings of several roles are kept there: say which with --role (%s)"
              .formatted(
                  found.stream()
                      .map(kept -> kept.get(0).role().command())
                      .collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }

  /**
   * One of them.
   *
   * @param number as listed, from 1
   */
  KeptSettings one(int number) throws CannotStartException {
    List<KeptSettings> all = all();
    if (number < 1 || number > all.size()) {
      throw new CannotStartException(
          Exit.REFUSED,
          "there is no %d: %d are kept, the newest is 1".formatted(number, all.size()));
    }
    return all.get(number - 1);
  }

  /** Its file; refuses where it had none. */
  static SettingsFile file(KeptSettings kept) throws CannotStartException {
    return kept.file()
        .orElseThrow(
            () ->
                new CannotStartException(
                    Exit.REFUSED,
                    "it was started without a settings file, so none can be brought back; what it"
                        + " had came from the environment and the command line"));
  }
}
