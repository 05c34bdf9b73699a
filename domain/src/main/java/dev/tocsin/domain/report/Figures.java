package dev.tocsin.domain.report;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How reliable something was for a while. Of several checks, times are added up: ten checks are
 * watched for ten hours in an hour.
 *
 * @param up how long it was up, as far as anybody could hear
 * @param down the same for down
 * @param missed how often it went down because nothing came in time
 * @param failed how often it went down because the job said that it failed
 * @param unverified runs that nobody heard of, and nobody could have
 */
public record Figures(Duration up, Duration down, int missed, int failed, int unverified) {

  /** How long it was watched: paused and new checks are not, and blind time counts for nobody. */
  public Duration watched() {
    return up.plus(down);
  }

  /** How often it went down. */
  public int outages() {
    return missed + failed;
  }

  /** In percent of the time watched; empty if it was not. */
  public OptionalDouble uptime() {
    double all = seconds(watched());
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * seconds(up) / all);
  }

  private static double seconds(Duration span) {
    return span.getSeconds() + span.getNano() / 1e9;
  }
}
