package dev.tocsin.dashboard.pages.palette;

import dev.tocsin.dashboard.parts.Pill;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something to choose.
 *
 * @param section the heading under which it stands
 * @param icon where there is no pill
 * @param pill how a check stands
 * @param href where it leads; empty for what the page does by itself
 * @param press a selector of what is pressed on the page; empty for what leads somewhere
 */
public record Entry(
    String section,
    String icon,
    @Nullable Pill pill,
    String title,
    String detail,
    String href,
    String press) {

  static Entry link(String section, String icon, String title, String detail, String href) {
    return new Entry(section, icon, null, title, detail, href, "");
  }

  static Entry check(Pill pill, String title, String detail, String href) {
    return new Entry("Checks", "", pill, title, detail, href, "");
  }

  static Entry press(String title, String detail, String selector) {
    return new Entry("Actions", "bolt", null, title, detail, "", selector);
  }

  boolean says(String[] words) {
    String text = (title + " " + detail).toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
