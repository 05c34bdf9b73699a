package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;
import java.util.List;
import java.util.Optional;

/**
 * The words of one mail.
 *
 * @param subject one line
 * @param text for readers without HTML
 * @param html the same for all others
 */
record Letter(String subject, String text, String html) {

  /** How many checks are told of at length: what else there is to know stands behind a link. */
  static final int AT_LENGTH = 10;

  /** So many more have a line each; the others are counted, with a link to all. */
  static final int MAX_STORIES = 50;

  static Letter about(Alert alert) {
    Message message = Message.of(alert, AT_LENGTH, MAX_STORIES);
    return new Letter(message.subject(), PlainPart.of(message), HtmlPart.of(message));
  }

  static Letter of(PersonalLetter personal) {
    return new Letter(personal.subject(), PlainPart.of(personal), HtmlPart.of(personal));
  }

  /** Whether the headline says more than the one story would. */
  static boolean hasHeadline(Message message) {
    return message.ofNotice() || message.stories().size() + message.untold() > 1;
  }

  /** The links that do not stand beside their story. */
  static List<Message.Link> links(Message message) {
    return message.more().stream()
        .filter(link -> message.stories().stream().noneMatch(story -> leads(story, link.url())))
        .toList();
  }

  private static boolean leads(Story story, String url) {
    return story.link().equals(url) || story.acknowledge().equals(Optional.of(url));
  }
}
