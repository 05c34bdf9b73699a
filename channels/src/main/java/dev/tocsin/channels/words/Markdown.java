package dev.tocsin.channels.words;

/** The Markdown of chat programs, in which a line feed ends a line. */
public final class Markdown implements Markup {

  /** Two stars for bold; {@code @name} is left as it is. */
  public static final Markdown PLAIN = new Markdown("**", false);

  private final String bold;
  private final boolean calls;

  private Markdown(String bold, boolean calls) {
    this.bold = bold;
    this.calls = calls;
  }

  /**
   * For programs that call people, or everybody, when they find {@code @name} in a text: an
   * invisible character after the sign keeps them from it.
   *
   * @param bold what stands before and after bold text
   */
  public static Markdown thatCallsNobody(String bold) {
    return new Markdown(bold, true);
  }

  @Override
  public String text(String plain) {
    return callingNobody(plain.replaceAll("[\\\\`*_~\\[\\]<>|#]", "\\\\$0"));
  }

  private String callingNobody(String text) {
    return calls ? text.replace("@", "@\u200B") : text;
  }

  @Override
  public String bold(String plain) {
    return bold + text(plain) + bold;
  }

  /**
   * Three backticks would end it too early: they become apostrophes. Not every program keeps from
   * calling whom a job names in its output, either.
   */
  @Override
  public String verbatim(String plain) {
    return "```\n" + callingNobody(plain.replace("```", "'''")) + "\n```";
  }

  @Override
  public String link(String url, String words) {
    return "[%s](%s)".formatted(text(words), url.replace("(", "%28").replace(")", "%29"));
  }
}
