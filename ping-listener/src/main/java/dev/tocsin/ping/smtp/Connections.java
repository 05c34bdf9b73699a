package dev.tocsin.ping.smtp;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open connections, and the memory that their messages share. For one event loop. */
final class Connections {

  private final MailConfig config;
  private final Set<MailConnection> open = new LinkedHashSet<>();
  private final Map<String, Integer> byPeer = new HashMap<>();
  private long reserved;
  private volatile int count;

  Connections(MailConfig config) {
    this.config = config;
  }

  /** Takes a connection in; says why not if there are enough. */
  Optional<Refusal> enter(MailConnection connection) {
    int ofPeer = byPeer.getOrDefault(connection.peer(), 0);
    if (ofPeer >= config.maxPeerConnections()) {
      return Optional.of(Refusal.PEER_CONNECTIONS);
    }
    if (open.size() >= config.maxConnections()) {
      return Optional.of(Refusal.CONNECTIONS);
    }
    open.add(connection);
    byPeer.put(connection.peer(), ofPeer + 1);
    count = open.size();
    return Optional.empty();
  }

  /** It is closed. */
  void leave(MailConnection connection) {
    if (open.remove(connection)) {
      byPeer.computeIfPresent(connection.peer(), (peer, n) -> n > 1 ? n - 1 : null);
      count = open.size();
    }
  }

  boolean reserve(int bytes) {
    if (reserved + bytes > config.maxReadingBytes()) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  void release(int bytes) {
    reserved -= bytes;
  }

  /** As they are now. */
  List<MailConnection> all() {
    return List.copyOf(open);
  }

  /** How many there are; from any thread. */
  int count() {
    return count;
  }
}
