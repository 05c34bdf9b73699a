package dev.tocsin.dashboard.api;

import java.text.Normalizer;
import java.util.Locale;

/** How the first two versions of the API make a slug of a name. */
public final class Slugs {

  private Slugs() {}

  /** {@code Größe & Co__} becomes {@code groe-co}; a name without ASCII letters gives nothing. */
  public static String of(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .replaceAll("[^\\x00-\\x7f]", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\w\\s-]", "")
        .strip()
        .replaceAll("[-\\s]+", "-")
        .replaceAll("^[-_]+|[-_]+$", "");
  }
}
