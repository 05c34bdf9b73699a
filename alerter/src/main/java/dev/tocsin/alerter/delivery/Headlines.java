package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.alerter.notices.Notices;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said before the news of a message, where they do not speak for themselves: that they are
 * told again, or in another channel's place. Written with the message, so that every attempt says
 * the same.
 */
final class Headlines {

  /**
   * Gives messages that were just made the notice that goes before their news.
   *
   * @param groups false for a channel that keeps a record of each check: it gets another channel's
   *     news just as it gets its own
   */
  void write(Tx tx, long channelId, boolean groups, Map<Message, List<Waiting>> made) {
    made.forEach(
        (message, members) -> {
          Waiting first = members.get(0);
          if (first.kind().isAgain() || (groups && tellsInsteadOfAnother(first))) {
            Facts facts = facts(tx, channelId, message, members);
            notice(first, facts).ifPresent(notice -> attach(tx, message, notice));
          }
        });
  }

  private static boolean tellsInsteadOfAnother(Waiting first) {
    return first.insteadOf() != null && !first.kind().isAlone();
  }

  private static void attach(Tx tx, Message message, NewNotice notice) {
    tx.update(
        "giving message %d its notice".formatted(message.id()),
        "UPDATE messages SET notice_id = ? WHERE id = ? AND notice_id IS NULL",
        Notices.write(tx, notice),
        message.id());
  }

  private static Optional<NewNotice> notice(Waiting first, Facts facts) {
    if (tellsInsteadOfAnother(first)) {
      String title = "%s for channel %s".formatted(facts.whatHappened(), facts.originName());
      String line = "That channel could not deliver it: " + facts.originWhy();
      return Optional.of(facts.notice("fallback", title, List.of(line)));
    }
    return switch (first.kind()) {
      case REMINDER ->
          Optional.of(
              facts.notice(
                  "reminder",
                  "Reminder: %s still down".formatted(facts.subject()),
                  List.of(facts.since())));
      case ESCALATION ->
          Optional.of(
              facts.notice(
                  "escalation",
                  "Escalation: %s down, and nobody has acknowledged it".formatted(facts.subject()),
                  List.of(facts.since())));
      case FLIP, NOTICE, TEST, RESEND -> Optional.empty();
    };
  }

  private static Facts facts(Tx tx, long channelId, Message message, List<Waiting> members) {
    return tx.first(
            "reading what message %d is about".formatted(message.id()),
            """
            SELECT p.id AS project_id, p.code AS project, clock_timestamp() AS now,
                   c.code AS check_code, coalesce(nullif(c.name, ''), c.code::text) AS check_name,
                   f.at, f.new_status,
                   coalesce(nullif(o.name, ''), o.kind) AS origin_name,
                   (SELECT a.detail FROM attempts a JOIN deliveries od ON od.message_id = a.message_id
                     WHERE od.id = d.origin_id ORDER BY a.id DESC LIMIT 1) AS origin_why
              FROM deliveries d
              JOIN channels ch ON ch.id = ?
              JOIN projects p ON p.id = ch.project_id
              LEFT JOIN flips f ON f.id = d.flip_id
              LEFT JOIN checks c ON c.id = d.check_id
              LEFT JOIN channels o ON o.id = ?
             WHERE d.id = ANY(?) ORDER BY f.at, f.id LIMIT 1
            """,
            row -> Facts.of(row, message, members),
            channelId,
            members.get(0).insteadOf(),
            members.stream().map(Waiting::id).toList())
        .orElseThrow();
  }

  /**
   * What the words are made of.
   *
   * @param checks how many checks the message tells of
   * @param name of the check that went down first
   */
  private record Facts(
      long project,
      Message message,
      int checks,
      String projectCode,
      String name,
      String code,
      @Nullable String status,
      Instant at,
      Instant now,
      String originName,
      String originWhy) {

    static Facts of(Row row, Message message, List<Waiting> members) throws SQLException {
      Instant now = row.instant("now");
      Instant at = row.instantOrNull("at");
      String code = row.stringOrNull("check_code");
      return new Facts(
          row.number("project_id"),
          message,
          (int) members.stream().map(Waiting::owner).distinct().count(),
          row.string("project"),
          Optional.ofNullable(row.stringOrNull("check_name")).orElse("a check"),
          code == null ? "" : code,
          row.stringOrNull("new_status"),
          at == null ? now : at,
          now,
          Optional.ofNullable(row.stringOrNull("origin_name")).orElse("unknown"),
          Optional.ofNullable(row.stringOrNull("origin_why")).orElse("it did not say why"));
    }

    boolean ofOne() {
      return checks == 1 && !code.isEmpty();
    }

    String subject() {
      return checks == 1 ? name + " is" : checks + " checks are";
    }

    String whatHappened() {
      return checks == 1 ? "News of " + name : "News of %d checks".formatted(checks);
    }

    String since() {
      String span = Words.of(Duration.between(at, now));
      return checks == 1 ? "Down for %s.".formatted(span) : "The first one for %s.".formatted(span);
    }

    NewNotice notice(String kind, String title, List<String> lines) {
      return new NewNotice(
          project,
          "message-" + message.id(),
          ofOne() ? "check-" + code : "message-" + message.id(),
          kind,
          "up".equals(status) ? Alert.Level.INFO : Alert.Level.PROBLEM,
          title,
          lines,
          ofOne() ? "/checks/" + code : "/projects/%s/checks".formatted(projectCode));
    }
  }
}
