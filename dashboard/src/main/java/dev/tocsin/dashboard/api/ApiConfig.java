package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.ProjectLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * What the Management API must know of this installation.
 *
 * @param siteName what this installation calls itself
 * @param siteUrl the root of the pages, without a slash at the end
 * @param pingUrl what a ping URL starts with, with a slash at the end
 * @param minPeriod the shortest period and grace time that a check may have, in whole seconds: what
 *     is shorter would cost more than it tells
 * @param workers how many requests are worked on at once: as many as there are connections to the
 *     database, since each holds one
 * @param maxWaiting how many more may wait for that; beyond it the answer is 503, so that a slow
 *     database does not become an out-of-memory
 * @param answerWithin nobody waits longer; then the answer is 503
 * @param maxBodyBytes the longest body of a request; beyond it the answer is 413
 * @param maxBodiesBytes of all bodies that are being read or worked on: they come from anybody, and
 *     beyond it the answer is 503
 * @param maxAnswersBytes of all long answers that their readers have not taken yet; beyond it the
 *     answer is 503
 * @param limits of new projects
 * @param twoStep whether keys that were made by password alone open nothing
 * @param metricsKey what {@code metrics/} is asked with; empty: nobody may ask
 */
public record ApiConfig(
    String siteName,
    String siteUrl,
    String pingUrl,
    Duration minPeriod,
    int workers,
    int maxWaiting,
    Duration answerWithin,
    int maxBodyBytes,
    long maxBodiesBytes,
    long maxAnswersBytes,
    ProjectLimits limits,
    boolean twoStep,
    Optional<String> metricsKey) {

  /** Longer than an answer takes that takes long, shorter than the patience of clients. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  /** 2.5 MiB: the protocol's own bound. */
  public static final int MAX_BODY_BYTES = 2_621_440;

  public ApiConfig {
    if (minPeriod.toSeconds() < 1 || minPeriod.toNanosPart() != 0) {
      throw new IllegalArgumentException("minPeriod must be in whole seconds: " + minPeriod);
    }
  }

  /** With the bounds that suit a pool of {@code workers} connections. */
  public static ApiConfig of(String siteUrl, String pingUrl, Duration minPeriod, int workers) {
    return new ApiConfig(
        "Tocsin",
        siteUrl,
        pingUrl,
        minPeriod,
        workers,
        256,
        ANSWER_WITHIN,
        MAX_BODY_BYTES,
        64L << 20,
        128L << 20,
        ProjectLimits.USUAL,
        false,
        Optional.empty());
  }

  /** The same, where new projects may become so large. */
  public ApiConfig withLimits(ProjectLimits bounds) {
    return with(siteName, answerWithin, bounds, twoStep, metricsKey);
  }

  /** The same, where everybody signs in in two steps, or not. */
  public ApiConfig withTwoStep(boolean required) {
    return with(siteName, answerWithin, limits, required, metricsKey);
  }

  /** The same, for operators who ask with this key. */
  public ApiConfig withMetricsKey(Optional<String> key) {
    return with(siteName, answerWithin, limits, twoStep, key);
  }

  /** The same, where letters are signed so. */
  public ApiConfig withSiteName(String name) {
    return with(name, answerWithin, limits, twoStep, metricsKey);
  }

  /** The same, where nobody waits longer. */
  public ApiConfig withAnswers(Duration within) {
    return with(siteName, within, limits, twoStep, metricsKey);
  }

  private ApiConfig with(
      String name, Duration within, ProjectLimits bounds, boolean steps, Optional<String> key) {
    return new ApiConfig(
        name,
        siteUrl,
        pingUrl,
        minPeriod,
        workers,
        maxWaiting,
        within,
        maxBodyBytes,
        maxBodiesBytes,
        maxAnswersBytes,
        bounds,
        steps,
        key);
  }
}
