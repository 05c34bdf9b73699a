package dev.tocsin.channels;

import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.schedule.Period;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One message to one channel: news of one or more checks, a notice, both, or a test.
 *
 * @param key the same for every attempt at this message, and for nothing else; safe in headers and
 *     in the local part of a mail address
 * @param notice what is said before the news, or instead of them; the news are then its details
 * @param news at least one item, unless there is a notice; at most one for channels that do not
 *     group, and exactly one for a test
 * @param test true: "this channel works", sent on a person's request
 * @param siteName what this installation calls itself
 * @param siteUrl where links lead, without a slash at the end
 * @param now when the message was made
 */
public record Alert(
    String key,
    Optional<Notice> notice,
    List<News> news,
    boolean test,
    String siteName,
    URI siteUrl,
    Instant now) {

  private static final Pattern SAFE_KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public Alert {
    news = List.copyOf(news);
    if (!SAFE_KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("key must match " + SAFE_KEY);
    }
    if ((news.isEmpty() && notice.isEmpty()) || (test && news.size() != 1)) {
      throw new IllegalArgumentException("an alert of " + news.size() + " news, test: " + test);
    }
  }

  /**
   * A test alert: the news that a made-up check named {@code TEST} is down. Channels say themselves
   * that it is a test.
   */
  public static Alert ofTest(
      String key, String projectName, String siteName, URI siteUrl, Instant now) {
    var rules = new CheckRules(new Period(Duration.ofDays(1)), Duration.ofHours(1), false);
    var news =
        new News(
            new UUID(0, 0),
            "TEST",
            "test",
            "",
            "",
            rules,
            projectName,
            "down",
            now,
            "timeout",
            Optional.empty(),
            Duration.ZERO,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            () -> "{\"name\": \"TEST\", \"slug\": \"test\", \"tags\": \"\", \"status\": \"down\"}");
    return new Alert(key, Optional.empty(), List.of(news), true, siteName, siteUrl, now);
  }

  /** No test any more: the same news as often as that, as in a storm. */
  public Alert ofMany(int times) {
    List<News> all = Collections.nCopies(times, news.get(0));
    return new Alert(key, notice, all, false, siteName, siteUrl, now);
  }

  /**
   * The news without the downs that are over in the same message: the up that follows says since
   * when and for how long the check was down, and so says both.
   */
  public List<News> latest() {
    Set<News> over = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<UUID, News> before = new HashMap<>();
    for (News next : news) {
      News last = before.put(next.code(), next);
      if (last != null && next.ends(last)) {
        over.add(last);
      }
    }
    return news.stream().filter(item -> !over.contains(item)).toList();
  }

  /** The same message with other news. */
  public Alert withNews(List<News> others) {
    return new Alert(key, notice, others, test, siteName, siteUrl, now);
  }

  /**
   * What happened to one check.
   *
   * @param tags separated by spaces
   * @param rules when a ping is expected, and how long silence is tolerated
   * @param status {@code "down"} or {@code "up"}: where the check stands after it
   * @param at the instant of the flip
   * @param reason {@code "timeout"}, {@code "fail"}, {@code "too_fast"}, {@code "assertion"} or
   *     {@code "success"}
   * @param downSince for an up: when the down that it ends began
   * @param unheard how much of the time since then nobody could hear a ping: it may have been up
   * @param pings the last pings before the flip was handled, the newest first; a body comes with
   *     the newest only
   * @param took how long the run took that this ended, where that is known
   * @param acknowledge makes the link to a page on which one press acknowledges the incident,
   *     without signing in; for a down that is still to be acknowledged
   * @param checkJson makes the check as the Management API v3 shows it, as JSON text; its channels
   *     are in it if it is alone in its message. This and the link are made when they are asked
   *     for: a message may tell of thousands, and shows few
   */
  public record News(
      UUID code,
      String name,
      String slug,
      String tags,
      String description,
      CheckRules rules,
      String projectName,
      String status,
      Instant at,
      String reason,
      Optional<Instant> downSince,
      Duration unheard,
      List<LastPing> pings,
      Optional<Duration> took,
      Optional<Supplier<URI>> acknowledge,
      Supplier<String> checkJson) {

    public News {
      pings = List.copyOf(pings);
    }

    /** The newest of the pings. */
    public Optional<LastPing> lastPing() {
      return pings.stream().findFirst();
    }

    /** Whether the check is down from here on; otherwise it is up. */
    public boolean down() {
      return status.equals("down");
    }

    /** Whether this is the recovery from that very down. */
    boolean ends(News other) {
      return other.down() && other.code().equals(code) && downSince.equals(Optional.of(other.at()));
    }

    /** For an up: how long it was down, as far as we listened. */
    public Optional<Duration> downtime() {
      return downSince.map(since -> Duration.between(since, at).minus(unheard));
    }

    /** The name, or the code for a check without one. */
    public String title() {
      return name.isBlank() ? code.toString() : name;
    }
  }

  /**
   * A ping before the flip was handled.
   *
   * @param kind {@code "success"}, {@code "start"}, {@code "fail"}, {@code "log"} or {@code "ign"}
   * @param exitStatus 0 to 255, if it came with one
   * @param broken the assertions that this success broke, and what was found instead
   * @param body the kept body; empty if there was none
   */
  public record LastPing(
      long n,
      Instant at,
      String kind,
      Optional<Integer> exitStatus,
      List<String> broken,
      byte[] body) {

    public LastPing {
      broken = List.copyOf(broken);
    }

    /** A ping that broke nothing. */
    public LastPing(long n, Instant at, String kind, Optional<Integer> exitStatus, byte[] body) {
      this(n, at, kind, exitStatus, List.of(), body);
    }
  }

  /**
   * What is to be said besides the flips themselves: a storm, a reminder, runs that nobody could
   * verify, a check that flaps, a channel that is broken.
   *
   * @param id the same for all that is ever said of one matter, so that the other side can put what
   *     opens it and what ends it together; safe wherever a key is
   * @param title one line, without a full stop
   * @param lines one paragraph each, plain text
   * @param link where there is more to see
   */
  public record Notice(String id, Level level, String title, List<String> lines, URI link) {

    public Notice {
      lines = List.copyOf(lines);
      if (!SAFE_KEY.matcher(id).matches()) {
        throw new IllegalArgumentException("id must match " + SAFE_KEY);
      }
    }
  }

  /** How a notice is meant. */
  public enum Level {
    /** Somebody should look. */
    PROBLEM,
    /** What was said before with the same id is over. */
    OVER,
    /** To know, not to act on. */
    INFO
  }
}
