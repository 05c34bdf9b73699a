package dev.tocsin.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the pictures of kinds, which lie beside their classes. */
final class Icons {

  private Icons() {}

  /** The picture {@code <code>.svg} in the package of this class; empty if there is none. */
  static String beside(Class<?> kind, String code) {
    try (InputStream in = kind.getResourceAsStream(code + ".svg")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
