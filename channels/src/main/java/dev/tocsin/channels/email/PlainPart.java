package dev.tocsin.channels.email;

import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;

/** Sets the message as plain text. */
final class PlainPart {

  private static final int LABEL_WIDTH = 13;

  private PlainPart() {}

  static String of(Message message) {
    var out = new StringBuilder();
    if (Letter.hasHeadline(message)) {
      out.append(message.headline()).append(".\n\n");
    }
    message.lines().forEach(line -> out.append(line).append("\n\n"));
    message.stories().forEach(story -> append(out, story));
    if (message.untold() > 0) {
      out.append(message.untoldAfter(message.stories().size())).append(".\n\n");
    }
    for (Message.Link link : Letter.links(message)) {
      out.append(link.words()).append(": ").append(link.url()).append("\n\n");
    }
    return out.append("-- \n").append(message.footer()).append('\n').toString();
  }

  static String of(PersonalLetter letter) {
    var out = new StringBuilder();
    letter.lines().forEach(line -> out.append(line).append("\n\n"));
    letter.link().ifPresent(link -> out.append(link.url()).append("\n\n"));
    return out.append("-- \n").append(letter.footer()).append('\n').toString();
  }

  private static void append(StringBuilder out, Story story) {
    out.append(story.down() ? "DOWN: " : "UP: ").append(story.title()).append(" – ");
    out.append(story.why()).append(story.isBrief() ? "\n" : "\n\n");
    for (Story.Fact fact : story.facts()) {
      out.append((fact.label() + ":" + " ".repeat(LABEL_WIDTH)), 0, LABEL_WIDTH);
      out.append(fact.value()).append('\n');
    }
    out.append(story.isBrief() ? "" : "\n").append(story.link()).append("\n\n");
    story
        .acknowledge()
        .filter(url -> !story.isBrief())
        .ifPresent(url -> out.append("Acknowledge: ").append(url).append("\n\n"));
    story
        .output()
        .ifPresent(
            output ->
                out.append("The end of the last ping's body:\n\n")
                    .append(output.indent(4))
                    .append('\n'));
  }
}
