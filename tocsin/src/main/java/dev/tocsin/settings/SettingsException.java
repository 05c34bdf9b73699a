package dev.tocsin.settings;

import java.util.List;

/** The settings cannot be used. Carries every problem that was found, not the first one only. */
public final class SettingsException extends Exception {

  private final List<String> problems;

  public SettingsException(List<String> problems) {
    super(
        "%d %s in the settings:%n  %s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "problem" : "problems",
                String.join(System.lineSeparator() + "  ", problems)));
    this.problems = List.copyOf(problems);
  }

  /** One line each, without any secret. */
  public List<String> problems() {
    return problems;
  }
}
