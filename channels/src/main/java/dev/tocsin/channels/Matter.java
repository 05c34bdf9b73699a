package dev.tocsin.channels;

import java.time.Instant;

/**
 * What an alert opens or ends, for receivers that keep a matter open until they are told that it is
 * over.
 *
 * <p>All that is said of one check belongs to the matter of that check, reminders included:
 * whatever opened it, the check's up ends it.
 *
 * @param id the same for what opens a matter and what ends it; safe wherever a key is
 * @param since when it began, or for {@link Phase#ENDS} when it was over
 */
public record Matter(String id, Phase phase, Instant since) {

  /** What becomes of the matter. */
  public enum Phase {
    /** Somebody should look; again and again for the same id is one matter. */
    OPENS,
    ENDS,
    /** To know: nothing will ever end it. */
    INFORMS
  }

  /**
   * The one matter of an alert. Of several checks without a notice it is none that could be ended:
   * channels that keep matters do not group.
   */
  public static Matter of(Alert alert) {
    if (alert.test()) {
      return new Matter(alert.key(), Phase.INFORMS, alert.now());
    }
    if (alert.news().size() == 1) {
      return ofCheck(alert, alert.news().get(0));
    }
    return alert
        .notice()
        .map(notice -> new Matter(notice.id(), phase(notice.level()), alert.now()))
        .orElseGet(() -> new Matter(alert.key(), Phase.INFORMS, alert.now()));
  }

  /** The matter of one of the checks that an alert tells of. */
  public static Matter ofCheck(Alert alert, Alert.News news) {
    boolean problem =
        alert.notice().filter(n -> n.level() == Alert.Level.PROBLEM).isPresent() && alone(alert);
    Phase phase = news.down() || problem ? Phase.OPENS : Phase.ENDS;
    return new Matter(news.code().toString(), phase, news.at());
  }

  private static boolean alone(Alert alert) {
    return alert.news().size() == 1;
  }

  /** Whether one thing is to be told that is about no single check. */
  public static boolean isGeneral(Alert alert) {
    return alert.test() || (alert.notice().isPresent() && !alone(alert));
  }

  private static Phase phase(Alert.Level level) {
    return switch (level) {
      case PROBLEM -> Phase.OPENS;
      case OVER -> Phase.ENDS;
      case INFO -> Phase.INFORMS;
    };
  }

  /** Whether this is over. */
  public boolean ends() {
    return phase == Phase.ENDS;
  }

  /** Whether somebody should look. */
  public boolean opens() {
    return phase == Phase.OPENS;
  }
}
