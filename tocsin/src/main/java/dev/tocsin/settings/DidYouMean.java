package dev.tocsin.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant to write. */
public final class DidYouMean {

  private DidYouMean() {}

  /** {@code ". Did you mean X?"}, or nothing where no candidate is close. */
  public static String hint(String written, Collection<String> candidates) {
    int close = Math.max(2, written.length() / 4);
    return candidates.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(written, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(candidate -> distance(written, candidate) <= close)
        .map(". Did you mean %s?"::formatted)
        .orElse("");
  }

  /** How many letters to insert, delete, replace or swap (Damerau and Levenshtein). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + replace, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
