package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import java.util.List;

/**
 * The words of one message.
 *
 * @param subject one line
 * @param text for readers without HTML
 * @param html the same for all others
 */
record Letter(String subject, String text, String html) {

  /** How many checks are told of at length; the others are counted, with a link to all. */
  static final int MAX_STORIES = 50;

  static Letter about(Alert alert, List<Alert.News> news) {
    List<Story> stories =
        news.stream().limit(MAX_STORIES).map(item -> Story.of(alert, item)).toList();
    String subject = alert.test() ? Subject.ofTest(alert) : Subject.of(alert, news);
    var page = new Page(alert, Subject.heading(alert, news), stories, news.size() - stories.size());
    return new Letter(subject, PlainPart.of(page), HtmlPart.of(page));
  }

  /**
   * What both parts show.
   *
   * @param heading what happened, in one line
   * @param untold how many checks are not among the stories
   */
  record Page(Alert alert, String heading, List<Story> stories, int untold) {

    /** A line above everything else that says that nothing really happened; empty if it did. */
    String testNote() {
      return alert.test()
          ? "This is a test: someone asked %s to show that this channel works. Nothing is down."
              .formatted(Story.oneLine(alert.siteName()))
          : "";
    }

    /** Whether the heading says more than the one story would. */
    boolean several() {
      return stories.size() + untold > 1 || alert.notice().isPresent();
    }

    /** What is said before the stories, one paragraph each. */
    List<String> lines() {
      return alert.notice().map(Alert.Notice::lines).orElse(List.of());
    }

    String untoldNote() {
      return untold == 1 ? "One more check is not shown." : untold + " more checks are not shown.";
    }

    /** The front page leads each reader to the checks that are theirs. */
    String allChecks() {
      return alert.siteUrl() + "/";
    }
  }
}
