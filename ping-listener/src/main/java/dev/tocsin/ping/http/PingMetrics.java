package dev.tocsin.ping.http;

import dev.tocsin.domain.ping.PingKind;

/** What hearing and answering counts; says nothing by default. Called on event loops. */
public interface PingMetrics {

  /** Counts nothing. */
  PingMetrics NONE = new PingMetrics() {};

  /** A ping was answered 2xx: it is on disk. */
  default void accepted(PingKind signal) {}

  /** A ping was answered 4xx, for a mistake of the client's. */
  default void rejected(String reason) {}

  /** A ping was answered 503: if this moves, something is full, broken or stopping. */
  default void shed(Shed why) {}
}
