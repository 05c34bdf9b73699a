package dev.tocsin.channels.words;

import dev.tocsin.channels.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one message says, before it is set in the form of some channel. Every text in it is one
 * line, except for output; none of it is escaped.
 *
 * @param tone good news or bad
 * @param ofNotice whether the headline is that of a notice, and the stories are its details
 * @param subject everything in one line: for subjects, previews and pagers
 * @param headline one line above the rest; it names no checks that {@link #stories} name
 * @param lines paragraphs between the headline and the stories, one line each
 * @param stories the checks that are told of; none for a test
 * @param untold how many checks are not among the stories
 * @param more where there is more to see, never empty; the first is the one to open
 * @param footer who sent it
 */
public record Message(
    Tone tone,
    boolean ofNotice,
    String subject,
    String headline,
    List<String> lines,
    List<Story> stories,
    int untold,
    List<Link> more,
    String footer) {

  /** More checks than that are counted: no reader reads on, and no channel carries more. */
  public static final int MAX_STORIES = 100;

  private static final int MAX_LINE_CHARS = 1_000;
  private static final int MAX_LINES = 20;

  /** Something to press; {@code words} begin with a capital. */
  public record Link(String words, String url) {}

  public Message {
    lines = List.copyOf(lines);
    stories = List.copyOf(stories);
    more = List.copyOf(more);
  }

  /** The message about all of the alert. */
  public static Message of(Alert alert) {
    return of(alert, MAX_STORIES, MAX_STORIES);
  }

  /**
   * The message about all of the alert, with at most that many stories.
   *
   * @param atLength so many of them are told at length, the others briefly
   */
  public static Message of(Alert alert, int atLength, int maxStories) {
    List<Alert.News> news = alert.test() ? List.of() : alert.latest();
    List<Story> stories = stories(alert, news, atLength, maxStories);
    String subject = Headline.of(alert, news);
    return new Message(
        Tone.of(alert, news),
        alert.notice().isPresent(),
        subject,
        alert.test() || (alert.notice().isEmpty() && news.size() == 1)
            ? subject
            : Headline.heading(alert, news),
        lines(alert, news),
        stories,
        news.size() - stories.size(),
        links(alert, stories, news.size()),
        "Sent by %s, %s".formatted(Text.oneLine(alert.siteName()), alert.siteUrl()));
  }

  private static List<Story> stories(
      Alert alert, List<Alert.News> news, int atLength, int maxStories) {
    return Stream.concat(
            news.stream().limit(atLength).map(item -> Story.of(alert, item)),
            news.stream().limit(maxStories).skip(atLength).map(item -> Story.brief(alert, item)))
        .toList();
  }

  /** The one check that all of this is about, if it is one. */
  public Optional<Story> only() {
    return stories.size() == 1 && untold == 0 ? Optional.of(stories.get(0)) : Optional.empty();
  }

  /** Says how many checks are left out after the first {@code shown} stories. */
  public String untoldAfter(int shown) {
    int missing = untold + stories.size() - shown;
    return missing == 1
        ? "… and one more check is not shown"
        : "… and %d more checks are not shown".formatted(missing);
  }

  private static List<String> lines(Alert alert, List<Alert.News> news) {
    if (alert.test()) {
      return List.of(
          "This is a test: someone asked %s to show that this channel works. Nothing is down."
              .formatted(Text.oneLine(alert.siteName())));
    }
    Stream<String> ofNotice =
        alert.notice().map(Alert.Notice::lines).orElse(List.of()).stream().limit(MAX_LINES);
    return Stream.concat(ofNotice, over(alert.news().size() - news.size(), news.size()).stream())
        .map(line -> Text.cut(Text.oneLine(line), MAX_LINE_CHARS))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** That nobody was told of a down before it was over. */
  private static Optional<String> over(int over, int checks) {
    if (over == 0) {
      return Optional.empty();
    }
    return Optional.of(
        checks == 1
            ? "It went down and came up again before this could be told."
            : "%d of them went down and came up again before this could be told.".formatted(over));
  }

  private static List<Link> links(Alert alert, List<Story> stories, int news) {
    List<Link> links = new ArrayList<>();
    alert.notice().ifPresent(it -> links.add(new Link("More about it", it.link().toString())));
    if (news == 1) {
      Story story = stories.get(0);
      Link check = new Link("Open the check", story.link());
      if (links.stream().noneMatch(link -> link.url().equals(check.url()))) {
        links.add(check);
      }
      story.acknowledge().ifPresent(url -> links.add(new Link("Acknowledge", url)));
    } else if (alert.notice().isEmpty()) {
      links.add(new Link("All checks", alert.siteUrl() + "/"));
    }
    return links;
  }
}
