package dev.tocsin.alerter.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Row;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into words: from the members of a message to what a channel is given. A check is
 * shown as the flip left it, whatever has become of it since.
 */
final class Contents {

  /** Bodies go along up to here: a message of a thousand checks has no room for them. */
  private static final int MOST_IN_DETAIL = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String siteName;
  private final URI siteUrl;
  private final CheckObject checkObject;
  private final AckLinks ackLinks;

  Contents(String siteName, URI siteUrl, URI pingUrl, AckLinks ackLinks) {
    this.siteName = siteName;
    this.siteUrl = siteUrl;
    this.ackLinks = ackLinks;
    this.checkObject = new CheckObject(siteUrl.toString(), pingUrl.toString());
  }

  /** The alert of each message, by message id; a message whose checks are all gone has none. */
  Map<Long, Alert> of(Tx tx, List<Message> messages) {
    List<Long> ids = messages.stream().map(Message::id).toList();
    List<Member> all = tx.query("reading members", MEMBERS, Member::of, ids);
    List<Member> members = all.stream().filter(member -> !member.isNotice()).toList();
    List<Long> checkIds = members.stream().map(Member::check).distinct().toList();
    Map<Long, StoredCheck> checks =
        StoredCheck.read(tx, checkIds).stream()
            .collect(Collectors.toMap(StoredCheck::id, Function.identity()));
    Map<Long, List<Alert.LastPing>> pings =
        LastPings.read(tx, checkIds, members.size() <= MOST_IN_DETAIL);
    Map<Long, List<Member>> byMessage =
        members.stream()
            .collect(
                Collectors.groupingBy(Member::messageId, LinkedHashMap::new, Collectors.toList()));
    Map<Long, List<UUID>> channels = channels(tx, byMessage.values());
    Surroundings around = new Surroundings(checks, channels, pings, blind(tx, members));
    Map<Long, Alert.Notice> notices =
        all.stream().anyMatch(Member::hasNotice) ? notices(tx, ids) : Map.of();
    Map<Long, Alert> alerts = new LinkedHashMap<>();
    for (Message message : messages) {
      List<Member> own = byMessage.getOrDefault(message.id(), List.of());
      Optional<Alert.Notice> notice = Optional.ofNullable(notices.get(message.id()));
      alert(message, notice, own, around).ifPresent(alert -> alerts.put(message.id(), alert));
    }
    return alerts;
  }

  /** They are told with a check that is alone in its message, and never in a list of many. */
  private static Map<Long, List<UUID>> channels(Tx tx, Collection<List<Member>> messages) {
    List<Long> alone =
        messages.stream()
            .filter(members -> members.size() == 1)
            .map(members -> members.get(0).check())
            .toList();
    return alone.isEmpty()
        ? Map.of()
        : tx.query("reading channels", CHANNELS, Assigned::of, alone).stream()
            .collect(
                Collectors.groupingBy(
                    Assigned::check, Collectors.mapping(Assigned::channel, Collectors.toList())));
  }

  private Map<Long, Alert.Notice> notices(Tx tx, List<Long> messages) {
    return tx.query("reading notices", NOTICES, this::saidBy, messages).stream()
        .collect(Collectors.toMap(Said::messageId, Said::notice));
  }

  /** When nobody could hear, since the first of the downs began that are told to be over. */
  private static BlindTimes blind(Tx tx, List<Member> members) {
    return members.stream()
        .flatMap(member -> member.endsDown().stream())
        .min(Comparator.naturalOrder())
        .map(since -> BlindRows.read(tx, since))
        .orElse(BlindTimes.NONE);
  }

  private Optional<Alert> alert(
      Message message, Optional<Alert.Notice> notice, List<Member> members, Surroundings around) {
    Instant now = message.createdAt();
    if (members.size() == 1 && members.get(0).isTest()) {
      String project = members.get(0).project();
      return Optional.of(Alert.ofTest(message.key(), project, siteName, siteUrl, now));
    }
    List<Alert.News> news = new ArrayList<>();
    for (Member member : members) {
      StoredCheck check = around.checks().get(member.check());
      if (check != null) {
        news.add(news(member, check, around));
      }
    }
    boolean wordless = news.isEmpty() && (notice.isEmpty() || !members.isEmpty());
    return wordless
        ? Optional.empty()
        : Optional.of(new Alert(message.key(), notice, news, false, siteName, siteUrl, now));
  }

  private Said saidBy(Row row) throws SQLException {
    return new Said(
        row.number("message_id"),
        new Alert.Notice(
            row.string("matter"),
            Alert.Level.valueOf(row.string("level").toUpperCase(Locale.ROOT)),
            row.string("title"),
            row.strings("lines"),
            URI.create(siteUrl + row.string("path"))));
  }

  private Alert.News news(Member member, StoredCheck check, Surroundings around) {
    CheckSettings settings = check.settings();
    return new Alert.News(
        check.code(),
        settings.name(),
        settings.slug(),
        settings.tags(),
        settings.description(),
        check.rules(),
        member.project(),
        member.status().word(),
        member.at(),
        member.why(),
        member.endsDown(),
        member
            .endsDown()
            .map(since -> around.blind().within(since, member.at()))
            .orElse(Duration.ZERO),
        around.pings().getOrDefault(check.id(), List.of()),
        took(check.state(), member.at()),
        Optional.ofNullable(member.incident()).map(incident -> () -> ackLinks.of(incident)),
        () -> json(asFlipped(check, member.status()), around.channelsOf(check), member.at()));
  }

  /** The check remembers its last completion only: nothing is known once another one came. */
  private static Optional<Duration> took(CheckState state, Instant flip) {
    return flip.equals(state.lastPing())
        ? Optional.ofNullable(state.lastDuration())
        : Optional.empty();
  }

  private static StoredCheck asFlipped(StoredCheck check, Status status) {
    return new StoredCheck(
        check.id(),
        check.code(),
        check.badgeCode(),
        check.projectId(),
        check.settings(),
        check.state().withStatus(status),
        check.wakeAt());
  }

  private String json(StoredCheck check, Collection<UUID> channels, Instant at) {
    try {
      return JSON.writeValueAsString(
          checkObject.full(CheckObject.Version.V3, check, channels, AsOf.of(at)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("check " + check.id() + " as JSON", e);
    }
  }

  /** What a message says besides its news: its own notice, or the one that it delivers. */
  private record Said(long messageId, Alert.Notice notice) {}

  private static final String NOTICES =
      """
      SELECT m.id AS message_id, n.matter, n.level, n.title, n.lines, n.path
        FROM messages m
        JOIN notices n ON n.id = coalesce(m.notice_id,
               (SELECT max(d.notice_id) FROM deliveries d WHERE d.message_id = m.id))
       WHERE m.id = ANY(?)
      """;

  /** Deliveries of flips, tests, and notices, which are no news of a check. */
  private static final String MEMBERS =
      """
      SELECT d.message_id, coalesce(d.check_id, 0) AS check_id, d.reason = 'test' AS test, coalesce(f.at, d.created_at) AS at,
             coalesce(f.new_status, 'down') AS status, coalesce(f.reason, 'timeout') AS why,
             p.name AS project,
             CASE WHEN f.new_status = 'up' THEN (
               SELECT e.at FROM flips e
                WHERE e.check_id = f.check_id AND e.id < f.id AND e.new_status = 'down'
                ORDER BY e.id DESC LIMIT 1) END AS down_since,
             (SELECT i.code FROM incidents i WHERE i.flip_id = f.id
                 AND i.closed_at IS NULL AND i.acked_at IS NULL) AS incident,
             d.notice_id IS NOT NULL AS notice, m.notice_id IS NOT NULL AS headed
        FROM deliveries d
        JOIN messages m ON m.id = d.message_id
        JOIN channels ch ON ch.id = d.channel_id
        JOIN projects p ON p.id = ch.project_id
        LEFT JOIN flips f ON f.id = d.flip_id
       WHERE d.message_id = ANY(?)
       ORDER BY d.id
      """;

  private record Member(
      long messageId,
      long check,
      boolean isTest,
      Instant at,
      Status status,
      String why,
      String project,
      @Nullable Instant downSince,
      @Nullable UUID incident,
      boolean isNotice,
      boolean isHeaded) {

    /** Whether a notice is to be read for its message: its own, or the one that it delivers. */
    boolean hasNotice() {
      return isNotice || isHeaded;
    }

    /** When the down began that this ends; empty if it ends none. */
    Optional<Instant> endsDown() {
      return status == Status.UP ? Optional.ofNullable(downSince) : Optional.empty();
    }

    static Member of(Row row) throws SQLException {
      return new Member(
          row.number("message_id"),
          row.number("check_id"),
          row.flag("test"),
          row.instant("at"),
          Status.of(row.string("status")),
          row.string("why"),
          row.string("project"),
          row.instantOrNull("down_since"),
          row.uuidOrNull("incident"),
          row.flag("notice"),
          row.flag("headed"));
    }
  }

  private static final String CHANNELS =
      """
      SELECT cc.check_id, ch.code FROM check_channels cc JOIN channels ch ON ch.id = cc.channel_id
       WHERE cc.check_id = ANY(?) ORDER BY cc.check_id, cc.channel_id
      """;

  /** A channel of a check. */
  private record Assigned(long check, UUID channel) {
    static Assigned of(Row row) throws SQLException {
      return new Assigned(row.number("check_id"), row.uuid("code"));
    }
  }

  /** What the members of messages do not say themselves, by check. */
  private record Surroundings(
      Map<Long, StoredCheck> checks,
      Map<Long, List<UUID>> channels,
      Map<Long, List<Alert.LastPing>> pings,
      BlindTimes blind) {

    List<UUID> channelsOf(StoredCheck check) {
      return channels.getOrDefault(check.id(), List.of());
    }
  }
}
