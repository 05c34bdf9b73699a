package dev.tocsin.channels;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One message to one channel: news of one or more checks, or a test.
 *
 * @param key the same for every attempt at this message, and for nothing else; safe in headers
 * @param news at least one item; exactly one for channels that do not group, and for a test
 * @param test true: "this channel works", sent on a person's request
 * @param siteName what this installation calls itself
 * @param siteUrl where links lead, without a slash at the end
 * @param now when the message was made
 */
public record Alert(
    String key, List<News> news, boolean test, String siteName, URI siteUrl, Instant now) {

  public Alert {
    news = List.copyOf(news);
  }

  /**
   * What happened to one check.
   *
   * @param status {@code "down"} or {@code "up"}: where the check stands after it
   * @param at the instant of the flip
   * @param reason {@code "timeout"}, {@code "fail"} or {@code "success"}
   * @param downSince for an up: when the down that it ends began
   * @param checkJson the check as the Management API v3 shows it, as JSON text
   */
  public record News(
      UUID code,
      String name,
      String slug,
      String tags,
      String description,
      String schedule,
      String projectName,
      String status,
      Instant at,
      String reason,
      Optional<Instant> downSince,
      Optional<LastPing> lastPing,
      String checkJson) {

    /** The name, or the code for a check without one. */
    public String title() {
      return name.isBlank() ? code.toString() : name;
    }
  }

  /**
   * The last ping before the flip was handled.
   *
   * @param exitStatus 0 to 255, if it came with one
   * @param body the kept body; empty if there was none
   */
  public record LastPing(
      long n, Instant at, String kind, Optional<Integer> exitStatus, byte[] body) {}
}
