package dev.tocsin.dashboard.badges;

import dev.tocsin.dashboard.web.Escapes;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of a badge says.
 *
 * @param threeStates whether late is told from up
 * @param format what it ends with, which may be no {@link Format}
 */
record BadgePath(Subject subject, boolean threeStates, String format) {

  /** What a badge is about. */
  sealed interface Subject {}

  /**
   * Checks of a project.
   *
   * @param badgeKey as it came: it need not be one
   */
  record OfProject(String badgeKey, String signature, String tag) implements Subject {

    /** The badge key, if it can be one. */
    Optional<UUID> key() {
      return badgeKey.matches(UUID_TEXT)
          ? Optional.of(UUID.fromString(badgeKey))
          : Optional.empty();
    }
  }

  /** One check. */
  record OfCheck(UUID badgeCode) implements Subject {}

  /** Stands behind the signature of a badge that does not tell late from up. */
  static final String TWO_STATES = "-2";

  private static final String UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private static final String WORD = "[-a-zA-Z0-9_]+";

  private static final Pattern PROJECT =
      Pattern.compile("/badge/(%1$s)/(%1$s)(?:/(.+))?\\.(%1$s)".formatted(WORD), Pattern.DOTALL);

  private static final Pattern CHECK =
      Pattern.compile("/b/([0-9]+)/(%s)\\.(%s)".formatted(UUID_TEXT, WORD));

  /**
   * Reads a path as it came, percent escapes included; empty: no badge has such a path. A tag was
   * encoded twice: what the first decoding leaves is decoded once more.
   */
  static Optional<BadgePath> of(String rawPath) {
    String path = Escapes.decode(rawPath, false);
    Matcher check = CHECK.matcher(path);
    if (check.matches()) {
      boolean three = check.group(1).matches("0*3");
      return Optional.of(
          new BadgePath(new OfCheck(UUID.fromString(check.group(2))), three, check.group(3)));
    }
    Matcher project = PROJECT.matcher(path);
    if (!project.matches()) {
      return Optional.empty();
    }
    String signature = project.group(2);
    boolean two =
        signature.length() == Signatures.LENGTH + TWO_STATES.length()
            && signature.endsWith(TWO_STATES);
    String tag = project.group(3) == null ? Badge.ALL : Escapes.decode(project.group(3), false);
    return Optional.of(
        new BadgePath(new OfProject(project.group(1), signature, tag), !two, project.group(4)));
  }
}
