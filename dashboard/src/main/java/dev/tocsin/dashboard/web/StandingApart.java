package dev.tocsin.dashboard.web;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people wrote stands apart from what we write around it, wherever on a page: text that runs
 * from right to left gets an element of its own, or it would pull our words and numbers to its
 * other side; and characters that turn around whatever follows them are shown as what they are,
 * unknown ones. Values of forms stay as they were written.
 */
final class StandingApart extends OwaspHtmlTemplateOutput {

  /** The first letter of those that run from right to left. */
  private static final char FIRST = '\u0590';

  /** They order to embed, override or isolate; marks of a direction do no harm. */
  private static final Pattern TURNING = Pattern.compile("[\u202A-\u202E\u2066-\u2069]");

  /** What is in these is no markup. */
  private static final Set<String> NO_MARKUP = Set.of("title", "option", "text");

  private static final Set<String> AS_WRITTEN = Set.of("textarea", "script", "style");

  private String tag = "";
  private boolean inAttribute;

  StandingApart(TemplateOutput out) {
    super(out);
  }

  @Override
  public void setContext(@Nullable String tagName, @Nullable String attributeName) {
    super.setContext(tagName, attributeName);
    tag = tagName == null ? "" : tagName;
    inAttribute = attributeName != null;
  }

  @Override
  public void writeUserContent(@Nullable String text) {
    if (text == null || inAttribute || AS_WRITTEN.contains(tag) || isOrdinary(text)) {
      super.writeUserContent(text);
      return;
    }
    String straight = TURNING.matcher(text).replaceAll("\uFFFD");
    if (NO_MARKUP.contains(tag) || straight.codePoints().noneMatch(StandingApart::runsLeft)) {
      super.writeUserContent(straight);
      return;
    }
    writeContent("<bdi>");
    super.writeUserContent(straight);
    writeContent("</bdi>");
  }

  private static boolean isOrdinary(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST) {
        return false;
      }
    }
    return true;
  }

  private static boolean runsLeft(int letter) {
    byte direction = Character.getDirectionality(letter);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
