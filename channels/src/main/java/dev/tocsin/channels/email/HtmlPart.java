package dev.tocsin.channels.email;

import static dev.tocsin.channels.words.Html.escape;
import static java.util.stream.Collectors.joining;

import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;
import dev.tocsin.channels.words.Text;
import dev.tocsin.channels.words.Tone;

/**
 * Sets the message as HTML. Styles are inline, since mail programs drop the rest; no colour is set
 * for text or background, so that it is readable in light and in dark; nothing is loaded from
 * anywhere, so that opening it tells nobody.
 */
final class HtmlPart {

  private HtmlPart() {}

  static String of(Message message) {
    boolean test = message.tone() == Tone.TEST;
    String lines =
        message.lines().stream().map(it -> "<p>%s</p>".formatted(escape(it))).collect(joining());
    String stories = message.stories().stream().map(HtmlPart::story).collect(joining());
    String untold = escape(message.untoldAfter(message.stories().size()) + ".");
    String links =
        Letter.links(message).stream()
            .map(it -> "<p>" + link(it.url(), it.words()) + "</p>")
            .collect(joining());
    return page(
        message.headline(),
        (test ? bar(Tone.TEST, "TEST", "A test alert", message.lines().get(0)) : "")
            + (Letter.hasHeadline(message) ? headline(message.headline()) : "")
            + (test ? "" : lines)
            + stories
            + (message.untold() > 0 ? "<p>%s</p>".formatted(untold) : "")
            + links,
        message.footer());
  }

  static String of(PersonalLetter letter) {
    String lines =
        letter.lines().stream().map(it -> "<p>%s</p>".formatted(escape(it))).collect(joining());
    String link = letter.link().map(it -> "<p>" + link(it.url(), it.words()) + "</p>").orElse("");
    return page(letter.subject(), headline(letter.subject()) + lines + link, letter.footer());
  }

  private static String headline(String text) {
    return "<h1 style=\"font-size:20px\">%s</h1>".formatted(escape(text));
  }

  private static String page(String title, String body, String footer) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>%s</title>
        </head>
        <body style="margin:0;padding:16px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
        <div style="max-width:640px;margin:0 auto">
        %s<p style="margin:24px 0 0;font-size:13px;opacity:.7">%s</p>
        </div>
        </body>
        </html>
        """
        .formatted(escape(title), body, escape(footer));
  }

  private static String story(Story story) {
    return story.isBrief() ? brief(story) : atLength(story);
  }

  private static String brief(Story story) {
    Tone tone = story.down() ? Tone.BAD : Tone.GOOD;
    return "<p style=\"margin:0 0 8px\">"
        + word(tone, story.down() ? "DOWN" : "UP")
        + " "
        + link(story.link(), story.title())
        + " &#8211; "
        + escape(story.why())
        + "</p>\n";
  }

  private static String atLength(Story story) {
    String bar =
        bar(
            story.down() ? Tone.BAD : Tone.GOOD,
            story.down() ? "DOWN" : "UP",
            story.title(),
            Text.capitalized(story.why()) + ".");
    String facts = story.facts().stream().map(HtmlPart::fact).collect(joining());
    return bar
        + "<table role=\"presentation\" style=\"border-collapse:collapse;margin:12px 0\">\n"
        + facts
        + "</table>\n"
        + story.output().map(HtmlPart::output).orElse("")
        + "<p style=\"margin:12px 0 28px\">"
        + link(story.link(), "Open the check")
        + story.acknowledge().map(it -> " &#183; " + link(it, "Acknowledge")).orElse("")
        + "</p>\n";
  }

  private static String bar(Tone tone, String word, String title, String line) {
    return "<div style=\"border-left:4px solid "
        + tone.hex()
        + ";padding:2px 0 2px 12px\">\n<div style=\"font-size:18px;font-weight:600\">"
        + word(tone, word)
        + " "
        + escape(title)
        + "</div>\n<div>"
        + escape(line)
        + "</div>\n</div>\n";
  }

  private static String word(Tone tone, String word) {
    return "<span style=\"color:" + tone.hex() + "\">" + word + "</span>";
  }

  private static String fact(Story.Fact fact) {
    return "<tr><td style=\"padding:2px 16px 2px 0;opacity:.7;vertical-align:top;white-space:nowrap\">"
        + escape(fact.label())
        + "</td><td style=\"padding:2px 0;vertical-align:top\">"
        + escape(fact.value())
        + "</td></tr>\n";
  }

  private static String output(String text) {
    return """
        <div style="font-size:13px;opacity:.7">The end of the last ping's body</div>
        <pre style="margin:4px 0;padding:10px;border:1px solid #8886;border-radius:6px;\
        font:13px/1.4 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;word-break:break-word">\
        %s</pre>
        """
        .formatted(escape(text));
  }

  private static String link(String url, String words) {
    return "<a href=\"" + escape(url) + "\" style=\"font-weight:600\">" + escape(words) + "</a>";
  }
}
