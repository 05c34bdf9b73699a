package dev.tocsin.channels.email;

import static java.util.stream.Collectors.joining;

import dev.tocsin.channels.email.Letter.Page;

/**
 * Sets the message as HTML. Styles are inline, since mail programs drop the rest; no colour is set
 * for text or background, so that it is readable in light and in dark; nothing is loaded from
 * anywhere, so that opening it tells nobody.
 */
final class HtmlPart {

  private static final String DOWN = "#d1242f";
  private static final String UP = "#1a7f37";
  private static final String TEST = "#0969da";

  private HtmlPart() {}

  static String of(Page page) {
    boolean test = page.alert().test();
    boolean several = page.several();
    String lines =
        page.lines().stream().map(it -> "<p>%s</p>".formatted(escape(it))).collect(joining());
    String stories = test ? "" : page.stories().stream().map(HtmlPart::story).collect(joining());
    String rest =
        (page.untold() > 0 ? "<p>%s</p>".formatted(escape(page.untoldNote())) : "")
            + (several || test ? "<p>" + link(page.allChecks(), "All checks") + "</p>" : "");
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
        %s%s%s%s<p style="margin:24px 0 0;font-size:13px;opacity:.7">%s</p>
        </div>
        </body>
        </html>
        """
        .formatted(
            escape(page.heading()),
            test ? bar(TEST, "TEST", page.heading(), page.testNote()) : "",
            several ? "<h1 style=\"font-size:20px\">%s</h1>".formatted(escape(page.heading())) : "",
            lines + stories,
            rest,
            escape(PlainPart.footer(page.alert())));
  }

  private static String story(Story story) {
    String bar =
        bar(
            story.down() ? DOWN : UP,
            story.down() ? "DOWN" : "UP",
            story.title(),
            capitalized(story.why()) + ".");
    String facts = story.facts().stream().map(HtmlPart::fact).collect(joining());
    return """
        %s<table role="presentation" style="border-collapse:collapse;margin:12px 0">
        %s</table>
        %s<p style="margin:12px 0 28px">%s</p>
        """
        .formatted(
            bar,
            facts,
            story.output().map(HtmlPart::output).orElse(""),
            link(story.link(), "Open the check"));
  }

  private static String bar(String colour, String word, String title, String line) {
    return """
        <div style="border-left:4px solid %1$s;padding:2px 0 2px 12px">
        <div style="font-size:18px;font-weight:600">\
        <span style="color:%1$s">%2$s</span> %3$s</div>
        <div>%4$s</div>
        </div>
        """
        .formatted(colour, word, escape(title), escape(line));
  }

  private static String fact(Story.Fact fact) {
    return """
        <tr><td style="padding:2px 16px 2px 0;opacity:.7;vertical-align:top;white-space:nowrap">%s</td>\
        <td style="padding:2px 0;vertical-align:top">%s</td></tr>
        """
        .formatted(escape(fact.label()), escape(fact.value()));
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
    return "<a href=\"%s\" style=\"font-weight:600\">%s</a>".formatted(escape(url), escape(words));
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
