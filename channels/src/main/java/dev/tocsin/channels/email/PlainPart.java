package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.email.Letter.Page;

/** Sets the message as plain text. */
final class PlainPart {

  private static final int LABEL_WIDTH = 13;

  private PlainPart() {}

  static String of(Page page) {
    var out = new StringBuilder();
    if (page.alert().test()) {
      out.append(page.testNote()).append("\n\n");
    }
    boolean several = page.several();
    if (several) {
      out.append(page.heading()).append(".\n\n");
    }
    page.lines().forEach(line -> out.append(line).append("\n\n"));
    for (Story story : page.stories()) {
      if (!page.alert().test()) {
        append(out, story);
      }
    }
    if (page.untold() > 0) {
      out.append(page.untoldNote()).append("\n\n");
    }
    if (several || page.alert().test()) {
      out.append("All checks: ").append(page.allChecks()).append("\n\n");
    }
    return out.append("-- \n").append(footer(page.alert())).append('\n').toString();
  }

  static String footer(Alert alert) {
    return "Sent by %s, %s".formatted(Story.oneLine(alert.siteName()), alert.siteUrl());
  }

  private static void append(StringBuilder out, Story story) {
    out.append(story.down() ? "DOWN: " : "UP: ").append(story.title()).append(" – ");
    out.append(story.why()).append("\n\n");
    for (Story.Fact fact : story.facts()) {
      out.append((fact.label() + ":" + " ".repeat(LABEL_WIDTH)), 0, LABEL_WIDTH);
      out.append(fact.value()).append('\n');
    }
    out.append('\n').append(story.link()).append("\n\n");
    story
        .output()
        .ifPresent(
            output ->
                out.append("The end of the last ping's body:\n\n")
                    .append(output.indent(4))
                    .append('\n'));
  }
}
