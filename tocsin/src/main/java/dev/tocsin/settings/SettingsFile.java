package dev.tocsin.settings;

import java.nio.file.Path;

/**
 * A settings file as it was when it was read.
 *
 * @param path absolute
 * @param text all of it, secrets and comments included
 */
public record SettingsFile(Path path, String text) {

  /** Never the text: it may hold secrets. */
  @Override
  public String toString() {
    return path.toString();
  }
}
