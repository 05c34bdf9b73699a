package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.mail.OwnerLetters;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.alerter.notices.Notices;
import dev.tocsin.channels.Alert;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from what happened to messages and checks. What a channel could not deliver goes to
 * the fallback channel of its project. That a channel is broken, and that it works again, is told
 * through other channels, or to the owners by mail where there is none. And checks that have
 * stopped flapping are summed up.
 *
 * <p>Apart from the lanes, because a lane's holder that woke another lane while it holds its own
 * could meet one that does the same the other way round.
 */
public final class FollowUp {

  private static final Logger log = LoggerFactory.getLogger(FollowUp.class);

  /** Failed messages handed over in one transaction. */
  private static final int MESSAGES = 100;

  /** Channels looked at in one step, each in a transaction of its own. */
  private static final int CHANNELS = 50;

  private final Db db;
  private final Flapping flapping;
  private final OwnerLetters owners;

  /**
   * @param owners told where no channel of a project is left
   */
  public FollowUp(Db db, Flapping flapping, OwnerLetters owners) {
    this.db = db;
    this.flapping = flapping;
    this.owners = owners;
  }

  /** Does what there is to do; true if there may be more. */
  public boolean runOnce() {
    int handedOver = db.transaction("handing failed messages over", FollowUp::handOver);
    int told = 0;
    while (told < CHANNELS && db.transaction("telling of a broken channel", this::tell)) {
      told++;
    }
    boolean unsettled = db.transaction("summing up what flapped", flapping::settle);
    return handedOver == MESSAGES || told == CHANNELS || unsettled;
  }

  /**
   * Tests stay where they are: whoever asked for one looks there. What the fallback channel is to
   * tell anyhow it does not get a second time, nor does anything go round in a circle.
   */
  private static int handOver(Tx tx) {
    List<Long> failed =
        tx.query(
            "finding failed messages",
            """
            SELECT id FROM messages WHERE state = 'failed' AND NOT followed_up
             ORDER BY id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED
            """,
            row -> row.number("id"),
            MESSAGES);
    if (failed.isEmpty()) {
      return 0;
    }
    List<Long> channels =
        tx.query(
            "handing deliveries over",
            """
            INSERT INTO deliveries (flip_id, notice_id, channel_id, check_id, reason, step, origin_id)
            SELECT d.flip_id, d.notice_id, t.target_id, d.check_id, d.reason, d.step, d.id
              FROM deliveries d
              JOIN channels ch ON ch.id = d.channel_id
              JOIN projects p ON p.id = ch.project_id
              JOIN channel_targets t ON t.channel_id = p.fallback_channel_id
             WHERE d.message_id = ANY(?) AND t.target_id <> d.channel_id
               AND d.reason NOT IN ('test', 'resend')
               AND (d.flip_id IS NULL OR EXISTS (
                     SELECT 1 FROM flips f WHERE f.id = d.flip_id FOR KEY SHARE))
             ORDER BY d.id
            ON CONFLICT DO NOTHING RETURNING channel_id
            """,
            row -> row.number("channel_id"),
            failed);
    tx.update(
        "marking messages as handed over",
        "UPDATE messages SET followed_up = true WHERE id = ANY(?)",
        failed);
    Notices.hurry(tx, channels.stream().distinct().toList());
    if (!channels.isEmpty()) {
      log.info("{} deliveries are handed over to fallback channels", channels.size());
    }
    return failed.size();
  }

  /** One channel that broke, or works again, and nobody has been told. */
  private boolean tell(Tx tx) {
    Optional<Changed> found = tx.first("finding broken channels", CHANGED, Changed::of);
    found.ifPresent(
        channel -> {
          if (channel.brokenSince() == null) {
            Notices.post(tx, channel.works(), whoKnows(tx, channel));
          } else {
            tellOthers(tx, channel, channel.brokenSince());
          }
          tx.update(
              "noting that people know of channel " + channel.id(),
              "UPDATE channels SET broken_told = broken_since WHERE id = ?",
              channel.id());
        });
    return found.isPresent();
  }

  /** Where no channel is left, the owners are mailed: they would think that all is well. */
  private void tellOthers(Tx tx, Changed channel, Instant since) {
    List<Long> others = others(tx, channel);
    NewNotice notice = channel.broken(since, others.isEmpty());
    Notices.post(tx, notice, others);
    int letters = others.isEmpty() ? owners.post(tx, notice) : 0;
    log.warn(
        "channel {} is broken; {} others are told, {} owners are mailed",
        channel.id(),
        others.size(),
        letters);
  }

  /** The fallback channel if it works, else all others that do; maybe none. */
  private static List<Long> others(Tx tx, Changed channel) {
    return tx.query(
        "reading whom to tell of channel " + channel.id(),
        """
        SELECT ch.id FROM channels ch JOIN projects p ON p.id = ch.project_id
         WHERE p.id = ? AND ch.id <> ? AND ch.broken_since IS NULL
           AND (ch.id = p.fallback_channel_id OR NOT EXISTS (
                 SELECT 1 FROM channels f WHERE f.id = p.fallback_channel_id AND f.id <> ?
                    AND f.broken_since IS NULL))
         ORDER BY ch.id
        """,
        row -> row.number("id"),
        channel.project(),
        channel.id(),
        channel.id());
  }

  /** Those who were told that it is broken. */
  private static List<Long> whoKnows(Tx tx, Changed channel) {
    return tx.query(
        "reading who knows of channel " + channel.id(),
        """
        SELECT DISTINCT d.channel_id FROM notices n JOIN deliveries d ON d.notice_id = n.id
         WHERE n.key = ? AND d.channel_id <> ?
        """,
        row -> row.number("channel_id"),
        channel.key(channel.told()),
        channel.id());
  }

  private static final String CHANGED =
      """
      SELECT ch.id, ch.project_id, ch.code, p.code AS project_code, ch.broken_since, ch.broken_why,
             ch.broken_told, coalesce(nullif(ch.name, ''), ch.kind) AS name
        FROM channels ch JOIN projects p ON p.id = ch.project_id
       WHERE ch.broken_since IS DISTINCT FROM ch.broken_told
       ORDER BY ch.id LIMIT 1 FOR NO KEY UPDATE OF ch SKIP LOCKED
      """;

  /** A channel whose state is not what people were told. */
  private record Changed(
      long id,
      long project,
      String code,
      String projectCode,
      String name,
      @Nullable Instant brokenSince,
      String why,
      @Nullable Instant told) {

    static Changed of(Row row) throws SQLException {
      return new Changed(
          row.number("id"),
          row.number("project_id"),
          row.string("code"),
          row.string("project_code"),
          row.string("name"),
          row.instantOrNull("broken_since"),
          row.string("broken_why"),
          row.instantOrNull("broken_told"));
    }

    String key(@Nullable Instant since) {
      long micros = since == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, since);
      return "broken-%s-%d".formatted(code, micros);
    }

    NewNotice broken(Instant since, boolean last) {
      return notice(
          key(since),
          "broken",
          Alert.Level.PROBLEM,
          "Channel %s is broken".formatted(name),
          List.of(
              "It does not take messages: %s.".formatted(why.isBlank() ? "no reason given" : why),
              last
                  ? "No other channel of this project works: nobody hears of checks that go down."
                  : "Nobody hears through it of checks that go down until it is mended."));
    }

    NewNotice works() {
      return notice(
          "works-" + key(told),
          "works",
          Alert.Level.OVER,
          "Channel %s works again".formatted(name),
          List.of());
    }

    private NewNotice notice(
        String key, String kind, Alert.Level level, String title, List<String> lines) {
      return new NewNotice(
          project,
          key,
          "channel-" + code,
          kind,
          level,
          title,
          lines,
          "/projects/%s/channels".formatted(projectCode));
    }
  }
}
