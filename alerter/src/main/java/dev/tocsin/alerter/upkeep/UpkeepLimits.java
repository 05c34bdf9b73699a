package dev.tocsin.alerter.upkeep;

import java.time.Duration;

/**
 * The bounds of upkeep.
 *
 * @param keep how long settled messages and flips are kept: the protocol promises 93 days
 * @param checksPerRound checks whose pings are looked at in one round: a few index probes each
 * @param rowsPerRound most rows removed by one statement: bounds its locks and its share of the
 *     disk
 */
public record UpkeepLimits(Duration keep, int checksPerRound, int rowsPerRound) {

  public static final UpkeepLimits DEFAULTS = new UpkeepLimits(Duration.ofDays(93), 1_000, 10_000);
}
