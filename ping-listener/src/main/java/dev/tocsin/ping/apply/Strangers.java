package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.Others;
import dev.tocsin.domain.check.Settling;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Nodes that may have heard pings of which the database knows nothing yet, not even that there is a
 * stream: those that have no open one. After a gap of ours they may be on their way, and a ping
 * that comes late proves nothing: the punctual one may lie in the journal of such a node.
 *
 * <p>A node with an open stream is no stranger, even if it is a new start: the stream of before
 * stays open, and holds back what may be judged, until the new one is registered. Where there never
 * was another node, there is none. For the applier's thread.
 */
final class Strangers {

  /** A node of which nothing was seen for so long is not waited for. */
  private static final String OTHERS =
      """
      SELECT EXISTS (SELECT FROM streams s
                      WHERE node <> $1 AND closed_at > now() - interval '30 days'
                        AND NOT EXISTS (SELECT FROM streams o
                                         WHERE o.node = s.node AND o.closed_at IS NULL))
      """;

  private final Settling settling;
  private boolean some = true;

  /**
   * @param settle so long after a gap of ours they may be on their way
   */
  Strangers(Duration settle) {
    this.settling = new Settling(settle, Settling.SHORTEST_GAP);
  }

  /** The connection was lost, and there is another one. */
  void distrust() {
    settling.distrust();
  }

  /** Asks whether there are some; to be {@link #told}. */
  static Future<RowSet<Row>> ask(Work work, String node) {
    return work.send(OTHERS, Tuple.of(node));
  }

  void told(RowSet<Row> answer) {
    some = answer.iterator().next().getBoolean(0);
  }

  /**
   * The database answered.
   *
   * @return false after a gap: whether there are some has to be asked again
   */
  boolean look(StreamRow row) {
    return settling.look(System.nanoTime(), row.now(), row.serverStart().toInstant());
  }

  /** The database answered. */
  void seen() {
    settling.seen(System.nanoTime());
  }

  /** Whoever is about to end does not wait for anybody. */
  void hurry() {
    settling.hurry();
  }

  /** What a transaction may think of other streams that has just looked. */
  Others beside(StreamRow row) {
    return settling.others(System.nanoTime(), row.othersHeardThrough(), some);
  }
}
