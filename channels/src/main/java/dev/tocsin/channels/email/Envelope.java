package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import java.time.Instant;
import java.util.Optional;

/**
 * What is around a letter.
 *
 * @param key the same for every attempt, and of no other message
 * @param at the date of the message
 * @param ofList whether it is one of a stream of news that readers may want to filter
 * @param leave a URL that ends the subscription, see {@link PersonalLetter}
 */
record Envelope(String key, Instant at, boolean ofList, Optional<String> leave) {

  static Envelope of(Alert alert) {
    return new Envelope(alert.key(), alert.now(), true, Optional.empty());
  }
}
