package dev.tocsin.alerter.operators;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pings of the last day that could not be applied, or belong to nobody; checks left alone. */
final class BadRecords implements Condition {

  private final Db db;

  BadRecords(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return Stream.of(quarantined(), unresolved(), notJudged()).flatMap(Optional::stream).toList();
  }

  private Optional<Finding> quarantined() {
    return count(
            "SELECT count(*) AS n FROM quarantine"
                + " WHERE at > now() - interval '1 day' AND settled IS NULL")
        .map(
            n ->
                new Finding(
                    "quarantine",
                    Words.count(n, "ping") + (n == 1 ? " was" : " were") + " set aside",
                    List.of(
                        "They were heard and could not be applied; those behind them go on. The"
                            + " page System, Quarantine (or tocsin quarantine list) has them, with"
                            + " the reason, and can apply them again. Please report it: it is a bug"
                            + " of ours."),
                    "Pings that were set aside"));
  }

  private Optional<Finding> unresolved() {
    return count(
            "SELECT count(*) AS n FROM unresolved_pings WHERE heard_at > now() - interval '1 day'")
        .map(
            n ->
                new Finding(
                    "unresolved",
                    n == 1
                        ? "1 ping was for a check that does not exist"
                        : Words.count(n, "ping") + " were for checks that do not exist",
                    List.of(
                        "They were answered 200 while the database was away, or came by mail. The"
                            + " page System, Quarantine lists their targets: a mistyped address, or"
                            + " a check that was deleted."),
                    "Pings that were set aside"));
  }

  private Optional<Finding> notJudged() {
    return count("SELECT count(*) AS n FROM checks_set_aside WHERE until > now()")
        .map(
            n ->
                new Finding(
                    "not-judged",
                    "%d checks cannot be judged".formatted(n),
                    List.of(
                        "The alerter fails over them, so nobody hears if they are late; all others"
                            + " go on. Each is tried again every hour, or at once from the page"
                            + " System, Quarantine, which has the reason. Please report it: it is a"
                            + " bug of ours."),
                    "Pings that were set aside"));
  }

  private Optional<Long> count(String sql) {
    return db.first("counting records set aside", sql, row -> row.number("n")).filter(n -> n > 0);
  }
}
