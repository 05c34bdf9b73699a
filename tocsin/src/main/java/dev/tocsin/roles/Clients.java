package dev.tocsin.roles;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, and which of them are no good: those that trickle a request or
 * leave an answer lying for too long, those that ask for nothing any more, and, when there are too
 * many, the one that has been idle for the longest, whoever asked before being spared. Vert.x could
 * close a connection on which nothing moves; a byte now and then is enough for that, but not for
 * us, and every request would pay for it.
 *
 * <p>For its event loop only. A request costs one look-up here, and no allocation.
 */
final class Clients {

  /** What one connection is at. */
  private static final class Client {
    /** Its last request, until that is seen to be answered. */
    private @Nullable HttpServerRequest request;

    /** Since when it has not got on: nanoseconds of {@link System#nanoTime}. */
    private long since;

    /** That request was told to be the last one here. */
    private boolean last;

    private Client(long since) {
      this.since = since;
    }

    boolean idle() {
      HttpServerRequest last = request;
      return last == null || (last.isEnded() && last.response().ended());
    }

    /** Whether we wait for it, rather than it for us. */
    boolean slow() {
      HttpServerRequest last = request;
      return last != null && (!last.isEnded() || last.response().writeQueueFull());
    }
  }

  /**
   * Who has asked before is taken for idle so much later: a crowd that says nothing must not push
   * out those who ask now and then.
   */
  private static final long REGULAR_NANOS = Duration.ofSeconds(10).toNanos();

  private final long idleNanos;
  private final long requestNanos;
  private final Consumer<HttpServerRequest> answered;

  // In the order of last requests.
  private final LinkedHashMap<HttpConnection, Client> byUse = new LinkedHashMap<>(64, 0.75f, true);

  // Those that have asked for nothing yet, in the order of opening.
  private final LinkedHashMap<HttpConnection, Client> silent = new LinkedHashMap<>();

  /**
   * @param idle a connection that has asked for nothing for so long is closed
   * @param request a body must be there, and an answer be taken, within so long
   * @param answered told of each request that was answered, once that is seen: with the next
   *     request of its connection, its end, or a sweep
   */
  Clients(Duration idle, Duration request, Consumer<HttpServerRequest> answered) {
    this.idleNanos = idle.toNanos();
    this.requestNanos = request.toNanos();
    this.answered = answered;
  }

  void opened(HttpConnection connection, long now) {
    silent.put(connection, new Client(now));
  }

  void closed(HttpConnection connection) {
    Client gone = byUse.remove(connection);
    if (gone != null) {
      settle(gone);
    } else {
      silent.remove(connection);
    }
  }

  /** Whatever was last asked there is done with; tells of it if it was answered. */
  private void settle(Client client) {
    HttpServerRequest last = client.request;
    client.request = null;
    if (last != null && last.response().ended()) {
      answered.accept(last);
    }
  }

  /** The head of a request is there. */
  void asked(HttpServerRequest request, long now) {
    Client client = byUse.get(request.connection());
    if (client == null) {
      client = silent.remove(request.connection());
      if (client == null) {
        return;
      }
      byUse.put(request.connection(), client);
    }
    settle(client);
    client.request = request;
    client.since = now;
  }

  /** The same, and no more will be taken here: the answer says so. */
  void askedForTheLastTime(HttpServerRequest request, long now) {
    asked(request, now);
    Client client = byUse.get(request.connection());
    if (client != null) {
      client.last = true;
    }
  }

  /**
   * Closes, without cutting anything off, what has been answered for the last time.
   *
   * @param all and whoever asks nothing just now
   */
  void letGo(boolean all) {
    List<HttpConnection> over = new ArrayList<>();
    byUse.forEach(
        (connection, client) -> {
          if (client.idle() && (all || client.last)) {
            over.add(connection);
          }
        });
    if (all) {
      over.addAll(silent.keySet());
    }
    over.forEach(HttpConnection::close);
  }

  /**
   * Makes room for a newcomer.
   *
   * @return false if everybody else is busy
   */
  boolean closeLongestIdle(HttpConnection newcomer) {
    Map.Entry<HttpConnection, Client> mute = longestIdle(silent, newcomer);
    Map.Entry<HttpConnection, Client> regular = longestIdle(byUse, newcomer);
    boolean muteStays =
        mute == null
            || (regular != null
                && mute.getValue().since - regular.getValue().since >= REGULAR_NANOS);
    Map.Entry<HttpConnection, Client> goes = muteStays ? regular : mute;
    if (goes == null) {
      return false;
    }
    HttpConnection connection = goes.getKey();
    closed(connection); // its close is told of later, and it is not to be found twice
    connection.close();
    return true;
  }

  private static Map.@Nullable Entry<HttpConnection, Client> longestIdle(
      Map<HttpConnection, Client> all, HttpConnection newcomer) {
    for (Map.Entry<HttpConnection, Client> one : all.entrySet()) {
      if (one.getValue().idle() && one.getKey() != newcomer) {
        return one;
      }
    }
    return null;
  }

  /** Closes those that have had their time; returns how many. */
  int sweep(long now) {
    List<HttpConnection> over = new ArrayList<>();
    silent.forEach(
        (connection, client) -> {
          if (now - client.since > idleNanos) {
            over.add(connection);
          }
        });
    byUse.forEach(
        (connection, client) -> {
          if (client.idle()) {
            settle(client);
          } else if (!client.slow()) {
            client.since = now; // it waits for us
          }
          long longest = client.request == null ? idleNanos : requestNanos;
          if (now - client.since > longest) {
            over.add(connection);
          }
        });
    over.forEach(HttpConnection::close);
    return over.size();
  }
}
