package dev.tocsin.dashboard.oncall;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who stands in for whose turn it is, as people say. */
public final class StandIns {

  /** Most overrides of a rota that are on or to come. */
  public static final int MOST = 200;

  private final Db db;

  public StandIns(Db db) {
    this.db = db;
  }

  /** Notes who stands in; returns the code of that. */
  public Outcome<UUID> add(long projectId, UUID code, StandIn override, Instant now) {
    Optional<String> problem = override.problem(now);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return db.transaction("noting who stands in", tx -> add(tx, projectId, code, override, now));
  }

  private static Outcome<UUID> add(
      Tx tx, long projectId, UUID code, StandIn override, Instant now) {
    Optional<Long> id = OnCall.lock(tx, projectId, code);
    if (id.isEmpty()) {
      return OnCall.gone();
    }
    Long channel = OnCall.reachable(tx, projectId).get(override.channel());
    if (channel == null) {
      return OnCall.NO_CHANNEL;
    }
    Optional<UUID> made =
        tx.first(
            "noting who stands in",
            """
            INSERT INTO rota_overrides (rota_id, name, member_id, starts_at, ends_at, author)
            SELECT ?, ?, ?, ?, ?, ?
             WHERE (SELECT count(*) FROM rota_overrides WHERE rota_id = ? AND ends_at > ?) < ?
            RETURNING code
            """,
            row -> row.uuid("code"),
            id.get(),
            override.name(),
            channel,
            override.from(),
            override.until(),
            override.author(),
            id.get(),
            now,
            MOST);
    if (made.isEmpty()) {
      return Outcome.refused(Reason.CONFLICT, "the rota has %d overrides already".formatted(MOST));
    }
    changed(tx, id.get());
    OnCall.note(
        tx,
        projectId,
        override.author(),
        "rota.override",
        code,
        Map.of(
            "who", override.name(),
            "from", override.from().toString(),
            "until", override.until().toString()));
    return Outcome.done(made.get());
  }

  /** Takes an override back. False: there is none. */
  public boolean cancel(long projectId, UUID code, UUID override, String actor) {
    return db.transaction(
        "taking an override back",
        tx -> {
          Optional<Long> id = OnCall.lock(tx, projectId, code);
          int rows =
              id.isEmpty()
                  ? 0
                  : tx.update(
                      "deleting an override",
                      "DELETE FROM rota_overrides WHERE rota_id = ? AND code = ?",
                      id.get(),
                      override);
          if (rows > 0) {
            changed(tx, id.orElseThrow());
            OnCall.note(
                tx, projectId, actor, "rota.cancel", code, Map.of("override", override.toString()));
          }
          return rows > 0;
        });
  }

  private static void changed(Tx tx, long rota) {
    tx.update(
        "having a rota turned", "UPDATE rotas SET turns_at = now() WHERE channel_id = ?", rota);
  }
}
