package dev.tocsin.ping.http;

import dev.tocsin.ping.journal.HeardPing;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pings for targets that we do not know yet within their share of the waiting requests and of
 * the journal, and each socket peer within its share of that, so that a flood of random ids cannot
 * crowd out real pings. Bytes count until the ping is applied, which may be an hour when Postgres
 * is away; requests count until they are answered. Thread-safe.
 */
final class UnknownTargets {

  private static final long RECORD_OVERHEAD = 128L;

  /** Bytes are given back in this many portions at the finest: bounds what we remember. */
  private static final int PORTIONS = 256;

  private static final String EVERYBODY_ELSE = "";

  /** What one socket peer holds. */
  static final class Peer {
    private final String name;
    private int waiting;
    private long bytes;

    private Peer(String name) {
      this.name = name;
    }
  }

  /** Journaled bytes up to a position, by peer. */
  private static final class Portion {
    private final Map<Peer, Long> bytes = new HashMap<>();
    private long total;
    private long end;
  }

  private final int maxWaiting;
  private final long maxBytes;
  private final int peerPercent;
  private final int maxPeers;
  private final Map<String, Peer> peers = new HashMap<>();
  private final ArrayDeque<Portion> journaled = new ArrayDeque<>();
  private int waiting;
  private long bytes;

  /**
   * @param journalBytes how large the journal may grow
   */
  UnknownTargets(PingLimits limits, long journalBytes) {
    this.maxWaiting = limits.maxWaiting() * limits.unknownPercent() / 100;
    this.maxBytes = journalBytes / 100 * limits.unknownPercent();
    this.peerPercent = limits.peerPercent();
    this.maxPeers = limits.maxPeers();
  }

  /** Takes a place for a request and its bytes; null if the share is used up. */
  synchronized @Nullable Peer enter(String socketPeer, long size) {
    Peer peer = peers.get(socketPeer);
    if (peer == null) {
      String name = peers.size() < maxPeers ? socketPeer : EVERYBODY_ELSE;
      peer = peers.computeIfAbsent(name, Peer::new);
    }
    boolean full =
        waiting >= maxWaiting
            || bytes + size > maxBytes
            || peer.waiting >= share(maxWaiting)
            || peer.bytes + size > share(maxBytes);
    if (full) {
      forgetIfIdle(peer);
      return null;
    }
    waiting++;
    peer.waiting++;
    bytes += size;
    peer.bytes += size;
    return peer;
  }

  /** The request has its answer. */
  synchronized void answered(Peer peer) {
    waiting--;
    peer.waiting--;
    forgetIfIdle(peer);
  }

  /** The bytes did not reach the journal. */
  synchronized void notJournaled(Peer peer, long size) {
    giveBack(peer, size);
  }

  /** The bytes are in the journal, before {@code end}; about in the order of positions. */
  synchronized void journaled(Peer peer, long size, long end) {
    Portion last = journaled.peekLast();
    if (last == null || last.total > maxBytes / PORTIONS) {
      last = new Portion();
      journaled.add(last);
    }
    last.bytes.merge(peer, size, Long::sum);
    last.total += size;
    last.end = Math.max(last.end, end);
  }

  /** Everything in the journal before {@code through} is settled. */
  synchronized void applied(long through) {
    for (Portion first = journaled.peek();
        first != null && first.end <= through;
        first = journaled.peek()) {
      first.bytes.forEach(this::giveBack);
      journaled.remove();
    }
  }

  private void giveBack(Peer peer, long size) {
    bytes -= size;
    peer.bytes -= size;
    forgetIfIdle(peer);
  }

  private void forgetIfIdle(Peer peer) {
    if (peer.waiting == 0 && peer.bytes == 0) {
      peers.remove(peer.name, peer);
    }
  }

  private long share(long all) {
    return Math.max(1, all * peerPercent / 100);
  }

  /** About what a ping takes up in the journal, in bytes. */
  static long size(HeardPing ping) {
    return RECORD_OVERHEAD + ping.userAgent().length() + ping.body().length;
  }
}
