package dev.tocsin.channels.words;

/** The few tags of HTML that chat programs know: b, pre, a and perhaps br. */
public final class Html implements Markup {

  /** Lines end with a tag, as in a page. */
  public static final Html PAGE = new Html("<br>");

  /** Lines end with a line feed. */
  public static final Html LINES = new Html("\n");

  private final String newline;

  private Html(String newline) {
    this.newline = newline;
  }

  /** Text in which nothing is a tag, inside of attributes too. */
  public static String escape(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String text(String plain) {
    return escape(plain);
  }

  @Override
  public String bold(String plain) {
    return "<b>" + escape(plain) + "</b>";
  }

  @Override
  public String verbatim(String plain) {
    return "<pre>" + escape(plain) + "</pre>";
  }

  @Override
  public String link(String url, String words) {
    return "<a href=\"" + escape(url) + "\">" + escape(words) + "</a>";
  }

  @Override
  public String newline() {
    return newline;
  }
}
