package dev.tocsin.settings;

import java.util.List;
import java.util.Optional;

/** The settings cannot be used. Carries every problem that was found, not the first one only. */
public final class SettingsException extends Exception {

  private final List<String> problems;
  private final transient Optional<Settings> rest;

  public SettingsException(List<String> problems) {
    this(problems, Optional.empty(), "");
  }

  /**
   * Where more may be wrong than each setting by itself.
   *
   * @param rest what could be read, with defaults for what could not
   */
  SettingsException(List<String> problems, Settings rest) {
    this(problems, Optional.of(rest), "");
  }

  private SettingsException(List<String> problems, Optional<Settings> rest, String after) {
    super(
        "%d %s in the settings:%n  %s"
                .formatted(
                    problems.size(),
                    problems.size() == 1 ? "problem" : "problems",
                    String.join(System.lineSeparator() + "  ", problems))
            + (after.isEmpty() ? "" : System.lineSeparator() + after));
    this.problems = List.copyOf(problems);
    this.rest = rest;
  }

  /** What could be read, with defaults for what could not: to look for more problems, only. */
  public Optional<Settings> rest() {
    return rest;
  }

  /**
   * The same, with a word for whoever reads the message.
   *
   * @param after a line, what to do about it
   */
  public SettingsException with(String after) {
    return new SettingsException(problems, rest, after);
  }

  /** One line each, without any secret. */
  public List<String> problems() {
    return problems;
  }
}
