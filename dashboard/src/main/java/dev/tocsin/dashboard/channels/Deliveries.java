package dev.tocsin.dashboard.channels;

import dev.tocsin.dashboard.channels.Delivery.Attempt;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of alerts. Each list is two statements, however long it is. Blocking. */
public final class Deliveries {

  /** Most attempts shown of one message: within a day there may be a hundred. */
  public static final int ATTEMPTS_SHOWN = 10;

  private static final String COLUMNS =
      """
      SELECT d.id, d.reason, d.created_at, ch.code AS channel, ch.name AS channel_name, ch.kind,
             c.code AS check_code, c.name AS check_name, f.at, f.old_status, f.new_status,
             f.reason AS why, m.id AS message_id, m.key, m.next_at, m.settled_at, m.attempts,
             coalesce(m.state, CASE WHEN d.withheld IS NULL THEN 'waiting' ELSE 'withheld' END)
               AS state,
             d.withheld, n.kind AS notice, n.level, n.title, o.id AS origin, oc.code AS origin_channel,
             oc.name AS origin_name
      """;

  /** A check that went to another project is named here no longer. */
  private static final String JOINS =
      """
       LEFT JOIN messages m ON m.id = d.message_id
       LEFT JOIN flips f ON f.id = d.flip_id
       LEFT JOIN checks c ON c.id = d.check_id AND c.project_id = ch.project_id
       LEFT JOIN notices n ON n.id = d.notice_id
       LEFT JOIN deliveries o ON o.id = d.origin_id
       LEFT JOIN channels oc ON oc.id = o.channel_id
      """;

  private final Db db;

  public Deliveries(Db db) {
    this.db = db;
  }

  /** Deliveries of a project, newest first; the newest of each channel first, then of them all. */
  public List<Delivery> ofProject(long projectId, DeliveryFilter filter, int limit) {
    String newestOfEach =
        """
          FROM channels ch
         CROSS JOIN LATERAL (
           SELECT d.* FROM %s
            WHERE d.channel_id = ch.id %s ORDER BY d.created_at DESC, d.id DESC LIMIT ?) d
        """
            .formatted(source(filter), conditions(filter));
    List<@Nullable Object> parameters = new ArrayList<>(parameters(filter));
    parameters.add(limit);
    parameters.add(projectId);
    String channel = "";
    if (filter.channel().isPresent()) {
      channel = " AND ch.code = ?";
      parameters.add(filter.channel().get());
    }
    parameters.add(limit);
    return read(
        "reading the deliveries of project " + projectId,
        COLUMNS
            + newestOfEach
            + JOINS
            + " WHERE ch.project_id = ?"
            + channel
            + " ORDER BY d.created_at DESC, d.id DESC LIMIT ?",
        parameters);
  }

  /**
   * Deliveries that tell of a check, newest first, by channels of its project: those of another
   * project, in which it once was, are nobody's business here.
   */
  public List<Delivery> ofCheck(long checkId, DeliveryFilter filter, int limit) {
    List<@Nullable Object> parameters = new ArrayList<>(List.of(checkId));
    parameters.addAll(parameters(filter));
    String channel = "";
    if (filter.channel().isPresent()) {
      channel = " AND ch.code = ?";
      parameters.add(filter.channel().get());
    }
    parameters.add(limit);
    return read(
        "reading the deliveries of check " + checkId,
        COLUMNS
            + " FROM deliveries d JOIN channels ch ON ch.id = d.channel_id"
            + JOINS
            + " WHERE d.check_id = ? AND c.id IS NOT NULL"
            + conditions(filter)
            + channel
            + " ORDER BY d.created_at DESC, d.id DESC LIMIT ?",
        parameters);
  }

  /** One delivery of a project. */
  public Optional<Delivery> find(long projectId, long id) {
    return read(
            "reading delivery " + id,
            COLUMNS
                + " FROM deliveries d JOIN channels ch ON ch.id = d.channel_id"
                + JOINS
                + " WHERE d.id = ? AND ch.project_id = ?",
            List.of(id, projectId))
        .stream()
        .findFirst();
  }

  /** The deliveries in one message of a project, in the order in which it tells of them. */
  public List<Delivery> ofMessage(long projectId, long message, int limit) {
    return read(
        "reading message " + message,
        COLUMNS
            + " FROM deliveries d JOIN channels ch ON ch.id = d.channel_id"
            + JOINS
            + " WHERE d.message_id = ? AND ch.project_id = ? ORDER BY d.id LIMIT ?",
        List.of(message, projectId, limit));
  }

  /**
   * Deliveries {@code d} of channel {@code ch} with their messages {@code m}. Read from the newest
   * on, until a page is full; but where most are in another state, that would read them all.
   */
  private static String source(DeliveryFilter filter) {
    return filter
        .state()
        .filter(state -> state.rare)
        .map(
            state ->
                "(SELECT * FROM messages m WHERE m.channel_id = ch.id AND %s OFFSET 0) m"
                        .formatted(state.condition)
                    + " JOIN deliveries d ON d.message_id = m.id")
        .orElse("deliveries d LEFT JOIN messages m ON m.id = d.message_id");
  }

  /** On deliveries {@code d} with their messages {@code m}. */
  private static String conditions(DeliveryFilter filter) {
    String state = filter.state().map(s -> " AND " + s.condition).orElse("");
    return """
         AND d.created_at >= ? AND d.created_at < ? AND (d.created_at, d.id) < (?, ?)
        """
        + state;
  }

  private static List<Object> parameters(DeliveryFilter filter) {
    return List.of(filter.from(), filter.to(), filter.before(), filter.beforeId());
  }

  private List<Delivery> read(String what, String sql, List<@Nullable Object> parameters) {
    return db.transaction(
        what,
        tx -> {
          List<Found> found = tx.query(what, sql, Found::of, parameters.toArray());
          List<Long> messages = found.stream().flatMap(Found::message).distinct().toList();
          Map<Long, List<Attempt>> attempts = attempts(tx, messages);
          return found.stream().map(one -> one.with(attempts)).toList();
        });
  }

  private static Map<Long, List<Attempt>> attempts(Tx tx, List<Long> messages) {
    record Made(long message, Attempt attempt) {}
    Map<Long, List<Attempt>> attempts = new HashMap<>();
    tx.query(
            "reading attempts",
            """
            SELECT a.message_id, a.at, a.took, a.verdict, a.detail
              FROM unnest(?::bigint[]) AS m(id)
             CROSS JOIN LATERAL (SELECT * FROM attempts WHERE message_id = m.id
                                  ORDER BY id DESC LIMIT ?) a
             ORDER BY a.id
            """,
            row ->
                new Made(
                    row.number("message_id"),
                    new Attempt(
                        row.instant("at"),
                        row.duration("took"),
                        row.string("verdict"),
                        row.string("detail"))),
            messages,
            ATTEMPTS_SHOWN)
        .forEach(
            made ->
                attempts
                    .computeIfAbsent(made.message(), id -> new ArrayList<>())
                    .add(made.attempt()));
    return attempts;
  }

  /** A delivery whose attempts are not read yet. */
  private record Found(Delivery delivery, @Nullable Long messageId) {

    Stream<Long> message() {
      return Stream.ofNullable(messageId);
    }

    Delivery with(Map<Long, List<Attempt>> attempts) {
      List<Attempt> own =
          messageId == null ? List.of() : attempts.getOrDefault(messageId, List.of());
      return delivery.with(delivery.message().map(message -> message.with(own)));
    }

    static Found of(Row row) throws SQLException {
      Long message = row.numberOrNull("message_id");
      return new Found(
          new Delivery(
              row.number("id"),
              row.string("reason"),
              row.string("state"),
              row.instant("created_at"),
              new Delivery.To(row.uuid("channel"), row.string("channel_name"), row.string("kind")),
              Optional.ofNullable(row.stringOrNull("withheld")),
              about(row),
              notice(row),
              origin(row),
              message == null ? Optional.empty() : Optional.of(message(row))),
          message);
    }

    private static Optional<Delivery.About> about(Row row) throws SQLException {
      return row.uuidOrNull("check_code") == null || row.instantOrNull("at") == null
          ? Optional.empty()
          : Optional.of(
              new Delivery.About(
                  row.uuid("check_code"),
                  row.string("check_name"),
                  row.instant("at"),
                  row.string("old_status"),
                  row.string("new_status"),
                  row.string("why")));
    }

    private static Optional<Delivery.Notice> notice(Row row) throws SQLException {
      return row.stringOrNull("notice") == null
          ? Optional.empty()
          : Optional.of(
              new Delivery.Notice(row.string("notice"), row.string("level"), row.string("title")));
    }

    private static Optional<Delivery.Origin> origin(Row row) throws SQLException {
      return row.numberOrNull("origin") == null
          ? Optional.empty()
          : Optional.of(
              new Delivery.Origin(
                  row.number("origin"), row.uuid("origin_channel"), row.string("origin_name")));
    }

    private static Delivery.Message message(Row row) throws SQLException {
      return new Delivery.Message(
          row.number("message_id"),
          MessageCode.of(row.string("key")),
          row.instant("next_at"),
          row.instantOrNull("settled_at"),
          row.integer("attempts"),
          List.of());
    }
  }
}
