package dev.tocsin.channels.slack;

import dev.tocsin.channels.words.Markup;

/**
 * Slack's own markup. Only three characters can be escaped; stars in a name may make it bold, and
 * that is all they can do.
 */
final class Mrkdwn implements Markup {

  static final Mrkdwn INSTANCE = new Mrkdwn();

  private Mrkdwn() {}

  @Override
  public String text(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String bold(String plain) {
    return "*" + text(plain) + "*";
  }

  @Override
  public String verbatim(String plain) {
    return "```\n" + text(plain.replace("```", "'''")) + "\n```";
  }

  @Override
  public String link(String url, String words) {
    return "<%s|%s>".formatted(text(url).replace("|", "%7C"), text(words));
  }
}
