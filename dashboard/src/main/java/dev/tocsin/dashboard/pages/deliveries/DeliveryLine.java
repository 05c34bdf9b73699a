package dev.tocsin.dashboard.pages.deliveries;

import dev.tocsin.dashboard.channels.Delivery;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.parts.Withheld;
import java.time.Duration;

/**
 * A delivery as a line of a list.
 *
 * @param channel where it goes, as people call it
 * @param mayEdit whether whoever looks may send it again
 */
public record DeliveryLine(Delivery delivery, String channel, boolean mayEdit) {

  /**
   * What it tells: a check and where it went, or the title of a notice. What became of a check that
   * went to another project since is not for this one.
   */
  public String what() {
    return delivery
        .notice()
        .map(Delivery.Notice::title)
        .or(() -> delivery.check().map(check -> title(check) + " " + word(check.to())))
        .orElse(
            delivery.reason().equals("test") ? "Test" : "A check that is in another project now");
  }

  private static String title(Delivery.About check) {
    return check.name().isBlank() ? check.code().toString() : check.name();
  }

  private static String word(String status) {
    return status.equals("up") ? "is up again" : "is " + status;
  }

  /** Why it is told; nothing for plain news. */
  public String reason() {
    return switch (delivery.reason()) {
      case "reminder" -> "reminder";
      case "escalation" -> "escalation";
      case "resend" -> "sent again";
      default -> delivery.origin().map(origin -> "for " + name(origin.channelName())).orElse("");
    };
  }

  /** The page of all that its message told; of the check as long as there is none, or nothing. */
  public String link() {
    return delivery
        .message()
        .map(message -> "/messages/" + message.id())
        .or(() -> delivery.check().map(check -> "/checks/" + check.code()))
        .orElse("");
  }

  private static String name(String channel) {
    return channel.isBlank() ? "another channel" : channel;
  }

  /** The state in a word. */
  public String state() {
    return switch (delivery.state()) {
      case "delivered" -> "Sent";
      case "failed" -> "Failed";
      case "withheld" -> "Withheld";
      case "sending" -> attempts() > 0 ? "Tries again" : "Sending";
      default -> "Waits";
    };
  }

  /** Colour and shape of the state. */
  public String look() {
    return switch (delivery.state()) {
      case "delivered" -> "up";
      case "failed" -> "down";
      case "withheld" -> "paused";
      default -> attempts() > 0 ? "late" : "new";
    };
  }

  /** Why it was not sent; nothing if it was. */
  public String withheld() {
    return delivery.withheld().map(Withheld::words).orElse("");
  }

  public int attempts() {
    return delivery.message().map(Delivery.Message::attempts).orElse(0);
  }

  /** Whether it is tried again, at {@link Delivery.Message#nextAt}. */
  public boolean isTriedAgain() {
    return delivery.state().equals("sending");
  }

  /** Whether it may be sent again by hand. */
  public boolean canBeSentAgain() {
    boolean settled = delivery.state().matches("delivered|failed|withheld");
    boolean news = delivery.check().isPresent() || delivery.notice().isPresent();
    return mayEdit && settled && news;
  }

  /** Whether nobody got it: then the list itself offers to send it again. */
  public boolean isMissing() {
    return delivery.state().matches("failed|withheld");
  }

  /** What the other side answered, if one attempt was enough; else the attempts are listed. */
  public String answer() {
    return delivery
        .message()
        .filter(message -> delivery.state().equals("delivered") && message.log().size() == 1)
        .map(message -> message.log().get(0))
        .map(only -> only.detail() + " after " + took(only.took()))
        .map(String::strip)
        .orElse("");
  }

  /** What an attempt came to. */
  public static String verdict(Delivery.Attempt attempt) {
    return switch (attempt.verdict()) {
      case "delivered" -> "taken";
      case "give_up" -> "refused for good";
      case "returned" -> "came back";
      default -> "not taken";
    };
  }

  /** How long an attempt took: milliseconds below a second. */
  public static String took(Duration took) {
    return took.compareTo(Duration.ofSeconds(1)) < 0 ? took.toMillis() + " ms" : Times.span(took);
  }
}
