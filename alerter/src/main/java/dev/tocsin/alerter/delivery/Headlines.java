package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.delivery.Storms.Storm;
import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.alerter.notices.Notices;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said before the news of a message, where they do not speak for themselves: that they are
 * told again, or in another channel's place, or that they are part of a storm. Written with the
 * message, so that every attempt says the same.
 */
final class Headlines {

  /** A message of more checks has a page that shows them all: what people read is cut. */
  private static final int NO_PAGE_UP_TO = 10;

  private final Storms storms;

  Headlines(StormLimits limits) {
    this.storms = new Storms(limits);
  }

  /**
   * Gives messages that were just made the notice that goes before their news.
   *
   * @param groups false for a channel that keeps a record of each check: it gets another channel's
   *     news just as it gets its own, and there are no storms for it
   */
  void write(Tx tx, long channelId, boolean groups, Map<Message, List<Waiting>> made) {
    made.forEach(
        (message, members) -> {
          Waiting first = members.get(0);
          boolean aside = groups && (members.size() > 1 || first.insteadOf() != null);
          if (first.kind().isAgain() || (aside && !first.kind().isAlone())) {
            Facts facts = facts(tx, channelId, message, members);
            notice(tx, first, facts, members).ifPresent(notice -> attach(tx, message, notice));
          }
        });
  }

  private static void attach(Tx tx, Message message, NewNotice notice) {
    tx.update(
        "giving message %d its notice".formatted(message.id()),
        "UPDATE messages SET notice_id = ? WHERE id = ? AND notice_id IS NULL",
        Notices.write(tx, notice),
        message.id());
  }

  private Optional<NewNotice> notice(Tx tx, Waiting first, Facts facts, List<Waiting> members) {
    if (first.insteadOf() != null) {
      String title = "%s for channel %s".formatted(facts.whatHappened(), facts.originName());
      String line = "That channel could not deliver it: %s.".formatted(facts.originWhy());
      return Optional.of(facts.notice("fallback", title, List.of(line)));
    }
    return switch (first.kind()) {
      case FLIP -> together(tx, facts, members);
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
      case NOTICE, TEST, RESEND -> Optional.empty();
    };
  }

  private Optional<NewNotice> together(Tx tx, Facts facts, List<Waiting> members) {
    boolean downs = members.stream().anyMatch(Waiting::isDown);
    Optional<Storm> storm = storms.around(tx, facts.project(), downs, members, facts.now());
    if (storm.isPresent()) {
      return Optional.of(facts.storm(downs, storm.get(), SelfReport.read(tx)));
    }
    return facts.checks() <= NO_PAGE_UP_TO
        ? Optional.empty()
        : Optional.of(
            facts.notice(
                "group",
                "%s checks %s"
                    .formatted(count(facts.checks()), downs ? "went down" : "are up again"),
                List.of()));
  }

  private static String count(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** By number, and not found by the database: it may not know yet how large its tables are. */
  private static Waiting oldest(List<Waiting> members) {
    return members.stream().min(Comparator.comparing(member -> at(member))).orElseThrow();
  }

  private static Instant at(Waiting member) {
    return member.change() == null ? Instant.MAX : member.change().at();
  }

  private static Facts facts(Tx tx, long channelId, Message message, List<Waiting> members) {
    return tx.first(
            "reading what message %d is about".formatted(message.id()),
            """
            SELECT p.id AS project_id, p.code AS project, clock_timestamp() AS now,
                   c.code AS check_code, coalesce(nullif(c.name, ''), c.code::text) AS check_name,
                   f.at, coalesce(nullif(o.name, ''), o.kind) AS origin_name,
                   (SELECT a.detail FROM attempts a JOIN deliveries od ON od.message_id = a.message_id
                     WHERE od.id = d.origin_id ORDER BY a.id DESC LIMIT 1) AS origin_why
              FROM deliveries d
              JOIN channels ch ON ch.id = ?
              JOIN projects p ON p.id = ch.project_id
              LEFT JOIN flips f ON f.id = d.flip_id
              LEFT JOIN checks c ON c.id = d.check_id
              LEFT JOIN channels o ON o.id = ?
             WHERE d.id = ?
            """,
            row -> Facts.of(row, message, members),
            channelId,
            members.get(0).insteadOf(),
            oldest(members).id())
        .orElseThrow();
  }

  /**
   * What the words are made of.
   *
   * @param checks how many checks the message tells of
   * @param name of the check whose news are the oldest
   * @param at when that was
   * @param downs whether there is a down in the message
   */
  private record Facts(
      long project,
      String projectCode,
      Message message,
      int checks,
      boolean downs,
      @Nullable String code,
      String name,
      Instant at,
      Instant now,
      String originName,
      String originWhy) {

    static Facts of(Row row, Message message, List<Waiting> members) throws SQLException {
      Instant now = row.instant("now");
      Instant at = row.instantOrNull("at");
      return new Facts(
          row.number("project_id"),
          row.string("project"),
          message,
          (int) members.stream().map(Waiting::owner).distinct().count(),
          members.stream().anyMatch(Waiting::isDown),
          row.stringOrNull("check_code"),
          Optional.ofNullable(row.stringOrNull("check_name")).orElse("a check"),
          at == null ? now : at,
          now,
          Optional.ofNullable(row.stringOrNull("origin_name")).orElse("unknown"),
          Optional.ofNullable(row.stringOrNull("origin_why")).orElse("it did not say why"));
    }

    String subject() {
      return checks == 1 ? name + " is" : count(checks) + " checks are";
    }

    String whatHappened() {
      return "News of " + (checks == 1 ? name : count(checks) + " checks");
    }

    String since() {
      String span = Words.of(Duration.between(at, now));
      return checks == 1 ? "Down for %s.".formatted(span) : "The first one for %s.".formatted(span);
    }

    NewNotice notice(String kind, String title, List<String> lines) {
      boolean ofOne = checks == 1 && code != null;
      return new NewNotice(
          project,
          "message-" + message.id(),
          ofOne ? "check-" + code : "message-" + message.id(),
          kind,
          downs ? Alert.Level.PROBLEM : Alert.Level.INFO,
          title,
          lines,
          ofOne ? "/checks/" + code : page());
    }

    NewNotice storm(boolean downs, Storm storm, SelfReport self) {
      String of = "%s of %s".formatted(count(storm.together()), count(storm.active()));
      List<String> lines = new ArrayList<>();
      if (storm.together() > checks) {
        lines.add("This message tells of %s of them.".formatted(count(checks)));
      }
      lines.addAll(self.lines(storm.latest()));
      return new NewNotice(
          project,
          "message-" + message.id(),
          "storm-" + projectCode,
          downs ? "storm" : "recovery",
          downs ? Alert.Level.PROBLEM : Alert.Level.OVER,
          downs
              ? "Storm: %s checks missed their deadlines within a minute".formatted(of)
              : "%s checks came back within a minute".formatted(of),
          lines,
          page());
    }

    private String page() {
      return "/messages/" + message.id();
    }
  }
}
