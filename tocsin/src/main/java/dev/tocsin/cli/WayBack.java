package dev.tocsin.cli;

import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says, beside what is wrong with settings, how to get back to those that worked. */
final class WayBack {

  private WayBack() {}

  /** The same problems, with a word about the last good settings, if they are kept. */
  static SettingsException from(SettingsException problems, SettingsReader now, Role role) {
    try {
      List<KeptSettings> all = new SettingsHistory(now.dataDir()).of(role);
      return all.isEmpty() ? problems : problems.with(words(all.get(0), now));
    } catch (IOException e) {
      return problems; // nothing to go back to, and nothing that matters now
    }
  }

  private static String words(KeptSettings last, SettingsReader now) {
    String time = last.at().truncatedTo(ChronoUnit.SECONDS).toString();
    if (last.file().isEmpty() || now.file().isEmpty()) {
      return "It last started at %s; tocsin settings diff knows what was set then.".formatted(time);
    }
    String then = last.file().map(SettingsFile::text).orElse("");
    return now.file().filter(file -> file.text().equals(then)).isPresent()
        ? "The file is as it was at %s, when it last started: look at the environment and the command line."
            .formatted(time)
        : "tocsin settings rollback would bring back the file of %s, with which it last started."
            .formatted(time);
  }
}
