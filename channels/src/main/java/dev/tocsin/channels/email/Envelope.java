package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import java.time.Instant;

/**
 * What is around a letter.
 *
 * @param key the same for every attempt, and of no other message
 * @param at the date of the message
 * @param ofList whether it is one of a stream of news that readers may want to filter
 */
record Envelope(String key, Instant at, boolean ofList) {

  static Envelope of(Alert alert) {
    return new Envelope(alert.key(), alert.now(), true);
  }
}
