package dev.tocsin.alerter.operators;

import dev.tocsin.store.AckLinks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whom to tell, and how often.
 *
 * @param first who is told first
 * @param second who is told too if nobody has acknowledged
 * @param siteName what this installation calls itself
 * @param siteUrl its address
 * @param look between two looks at everything
 * @param escalateAfter when the second contacts are told
 * @param remindEvery as long as nobody has acknowledged
 * @param closesAfter a matter that nobody has found for so long is over: less, and one that comes
 *     and goes would fill mailboxes
 * @param lease so long a process that has taken a telling has it alone; sending to all contacts
 *     takes less
 * @param ackLinks empty: this process has no secret key, and names the command instead
 */
public record OperatorsConfig(
    List<Contact> first,
    List<Contact> second,
    String siteName,
    URI siteUrl,
    Duration look,
    Duration escalateAfter,
    Duration remindEvery,
    Duration closesAfter,
    Duration lease,
    Optional<AckLinks> ackLinks) {

  public OperatorsConfig {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  /** The usual bounds. */
  public static OperatorsConfig of(
      List<Contact> first,
      List<Contact> second,
      String siteName,
      URI siteUrl,
      Duration escalateAfter) {
    return new OperatorsConfig(
        first,
        second,
        siteName,
        siteUrl,
        Duration.ofSeconds(5),
        escalateAfter,
        Duration.ofHours(4),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Optional.empty());
  }

  /** The same, with links in its messages. */
  public OperatorsConfig withAckLinks(AckLinks links) {
    return new OperatorsConfig(
        first,
        second,
        siteName,
        siteUrl,
        look,
        escalateAfter,
        remindEvery,
        closesAfter,
        lease,
        Optional.of(links));
  }

  /** When to tell of a matter again that was told {@code tellings} times. */
  Duration pauseAfter(int tellings) {
    return tellings == 1 && !second.isEmpty() ? escalateAfter : remindEvery;
  }
}
