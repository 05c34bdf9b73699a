package dev.tocsin.alerter.upkeep;

/**
 * The bounds of upkeep.
 *
 * @param keep how long what is over is kept
 * @param checksPerRound checks whose pings are looked at in one round: a few index probes each
 * @param rowsPerRound most rows removed by one statement: bounds its locks and its share of the
 *     disk
 */
public record UpkeepLimits(Retention keep, int checksPerRound, int rowsPerRound) {

  public static final UpkeepLimits DEFAULTS = new UpkeepLimits(Retention.DEFAULTS, 1_000, 10_000);

  /** The same, and what is over is kept for so long. */
  public UpkeepLimits keeping(Retention retention) {
    return new UpkeepLimits(retention, checksPerRound, rowsPerRound);
  }
}
