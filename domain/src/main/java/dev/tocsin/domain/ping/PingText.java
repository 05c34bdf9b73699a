package dev.tocsin.domain.ping;

/**
 * What a ping says, as text.
 *
 * @param text the beginning of its body, at most {@link #MOST} characters
 * @param cut whether the body went on
 */
public record PingText(String text, boolean cut) {

  /** Nobody looks at more of it: looking must not take long, whatever the text. */
  public static final int MOST = 100_000;

  /** Says nothing. */
  public static final PingText EMPTY = new PingText("", false);

  public PingText {
    if (text.length() > MOST) {
      text = text.substring(0, MOST);
      cut = true;
    }
  }
}
