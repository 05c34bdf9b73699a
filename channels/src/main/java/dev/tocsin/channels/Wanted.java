package dev.tocsin.channels;

import java.util.List;
import java.util.Optional;

/**
 * Which news a channel is for. Notices and tests are for every channel.
 *
 * @param down whether its readers want to know that a check went down
 * @param up whether they want to know that it came back
 */
public record Wanted(boolean down, boolean up) {

  /** What a kind with this choice has among its fields. */
  public static final List<Field> FIELDS =
      List.of(
          Field.flag("down", "When a check goes down", true),
          Field.flag("up", "When a check is up again", true));

  /** Reads the fields {@code down} and {@code up}; both are wanted if nothing is said. */
  public static Wanted read(SettingsJson json) {
    var wanted = new Wanted(json.flag("down", true), json.flag("up", true));
    if (!wanted.down && !wanted.up) {
      json.problem("down", "choose down, up or both");
    }
    return wanted;
  }

  /** What is left of the alert; empty if that is nothing. */
  public Optional<Alert> of(Alert alert) {
    if (alert.test() || alert.news().isEmpty()) {
      return Optional.of(alert);
    }
    List<Alert.News> left = alert.news().stream().filter(n -> n.down() ? down : up).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(alert.withNews(left));
  }

  /** What to answer if nothing is left. */
  public Verdict refused() {
    return new Verdict.Delivered("not wanted for " + (down ? "up" : "down"));
  }
}
