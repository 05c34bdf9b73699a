package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.web.Views;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes papers of what visitors see. */
public final class Press {

  /** Where a note may stand. No text of anybody becomes this: they are escaped. */
  private static final String NOTE = "<hr data-note>";

  private final Views views;
  private final boolean letters;

  /**
   * @param letters whether this installation can send mail: else nobody is offered any
   */
  public Press(Views views, boolean letters) {
    this.views = views;
    this.letters = letters;
  }

  /** The page in all its forms. */
  public Papers print(PageView view) {
    String html = page(view, NOTE);
    int note = html.indexOf(NOTE);
    return new Papers(
        bytes(html.substring(0, note)),
        bytes(html.substring(note + NOTE.length())),
        StatusJson.of(view),
        bytes(Feeds.atom(view)),
        bytes(Feeds.rss(view)),
        view.page().locked()
            ? bytes(locked(view.page().name(), view.page().path(), ""))
            : new byte[0]);
  }

  /** The page as HTML, without a note. */
  public String preview(PageView view) {
    return page(view, "");
  }

  private String page(PageView view, String note) {
    return views.render(
        "status/page.jte",
        Map.of("view", view, "style", Style.text(), "note", note, "letters", letters));
  }

  /**
   * The form that asks for the password.
   *
   * @param error why it is asked again, or empty
   */
  public String locked(String name, String path, String error) {
    return views.render(
        "status/locked.jte",
        Map.of("name", name, "path", path, "style", Style.text(), "error", error));
  }

  /** A sentence instead of a page, and at most one thing to do. */
  public String answer(String name, String path, String words, String button, String action) {
    return views.render(
        "status/answer.jte",
        Map.of(
            "name", name,
            "path", path,
            "style", Style.text(),
            "words", words,
            "button", button,
            "action", action));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
