package dev.tocsin.ping.http;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Receipt;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request whose ping was given to the journal and that waits for its answer. Its fields change
 * hands with it: event loop, journal thread, {@link WaitingRoom}, event loop.
 */
final class WaitingPing implements Receipt {

  /** Where the journal's word goes. */
  interface Owner {
    void durable(WaitingPing ping);

    void lost(WaitingPing ping);
  }

  final Owner owner;
  final Client client;
  final PingKind signal;

  /** The place of a ping whose target is not yet known; null if it is known. */
  final UnknownTargets.@Nullable Peer unknown;

  final long size;
  long position;
  long end;

  /** When waiting is over, in nanoseconds of {@link System#nanoTime}. */
  long until;

  Answer answer = Answer.OK;

  WaitingPing(
      Owner owner,
      Client client,
      PingKind signal,
      UnknownTargets.@Nullable Peer unknown,
      long size) {
    this.owner = owner;
    this.client = client;
    this.signal = signal;
    this.unknown = unknown;
    this.size = size;
  }

  @Override
  public void durable(long position, long end, Instant at) {
    this.position = position;
    this.end = end;
    owner.durable(this);
  }

  @Override
  public void lost() {
    owner.lost(this);
  }

  /**
   * Who waits.
   *
   * @param loop stands for the event loop of its connection; the same object for all of that loop
   * @param peer to whose account it goes: the other end of its socket, or, with proxies in front
   *     that are believed, who is behind them
   * @param head asked with HEAD: no body in the answer
   * @param byCode asked by the check's code, not by slug
   */
  record Client(
      HttpServerResponse response, Context loop, String peer, boolean head, boolean byCode) {}
}
