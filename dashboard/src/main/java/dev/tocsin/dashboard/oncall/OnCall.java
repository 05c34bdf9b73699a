package dev.tocsin.dashboard.oncall;

import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What people do with rotas. Each change is one transaction, with a row in the audit log. */
public final class OnCall {

  static final Outcome<UUID> NO_CHANNEL =
      Outcome.refused(
          Reason.INVALID, "everybody needs a channel of this project that is no group and no rota");

  private final Db db;
  private final SecretBox secrets;
  private final RotaViews views;

  public OnCall(Db db, SecretBox secrets) {
    this.db = db;
    this.secrets = secrets;
    this.views = new RotaViews(db);
  }

  /** The rotas of a project, oldest first. */
  public List<RotaView> of(long projectId, Instant now) {
    return views.of(projectId, now);
  }

  /** A rota of a project. */
  public Optional<RotaView> find(long projectId, UUID code, Instant now) {
    return of(projectId, now).stream().filter(one -> one.code().equals(code)).findFirst();
  }

  /** The rota whose calendar has this secret in its address. */
  public Optional<RotaView> byCalendar(String token, Instant since) {
    return views.byCalendar(Tokens.sha256(token), since);
  }

  /** Makes a rota, with its lane; returns its code. */
  public Outcome<UUID> create(long projectId, RotaPlan plan, String actor) {
    Optional<String> problem = plan.problem();
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return db.transaction("making a rota", tx -> create(tx, projectId, plan, actor));
  }

  private Outcome<UUID> create(Tx tx, long projectId, RotaPlan plan, String actor) {
    Map<UUID, Long> channels = reachable(tx, projectId);
    if (!knows(channels, plan)) {
      return NO_CHANNEL;
    }
    record Made(long id, UUID code) {}
    Optional<Made> made =
        tx.first(
            "making the channel of a rota",
            """
            INSERT INTO channels (project_id, kind, name, settings)
            SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM channels WHERE project_id = ?)
                                    < (SELECT channel_limit FROM projects WHERE id = ?)
            RETURNING id, code
            """,
            row -> new Made(row.number("id"), row.uuid("code")),
            projectId,
            RotaKind.CODE,
            plan.name(),
            secrets.seal("{}".getBytes(StandardCharsets.UTF_8)),
            projectId,
            projectId);
    if (made.isEmpty()) {
      return Outcome.refused(
          Reason.CONFLICT, "the project has no room for another channel, and a rota is one");
    }
    tx.update("making a lane", "INSERT INTO lanes (channel_id) VALUES (?)", made.get().id());
    write(tx, made.get().id(), plan, channels);
    note(tx, projectId, actor, "rota.create", made.get().code(), Map.of("name", plan.name()));
    return Outcome.done(made.get().code());
  }

  /** Changes a rota, from now on. */
  public Outcome<UUID> update(long projectId, UUID code, RotaPlan plan, String actor) {
    Optional<String> problem = plan.problem();
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return db.transaction("changing a rota", tx -> update(tx, projectId, code, plan, actor));
  }

  private static Outcome<UUID> update(
      Tx tx, long projectId, UUID code, RotaPlan plan, String actor) {
    Optional<Long> id = lock(tx, projectId, code);
    if (id.isEmpty()) {
      return gone();
    }
    Map<UUID, Long> channels = reachable(tx, projectId);
    if (!knows(channels, plan)) {
      return NO_CHANNEL;
    }
    tx.update("naming a rota", "UPDATE channels SET name = ? WHERE id = ?", plan.name(), id.get());
    write(tx, id.get(), plan, channels);
    note(tx, projectId, actor, "rota.update", code, Map.of("name", plan.name()));
    return Outcome.done(code);
  }

  private static void write(Tx tx, long rota, RotaPlan plan, Map<UUID, Long> channels) {
    List<RotaRows.Member> people =
        plan.people().stream()
            .map(
                one ->
                    new RotaRows.Member(
                        one.name(), Objects.requireNonNull(channels.get(one.channel()))))
            .toList();
    RotaRows.write(tx, rota, plan.begins(), plan.turn(), plan.zone(), people);
  }

  /**
   * Gives the calendar a new secret address, and ends the old one. Empty: there is no such rota.
   */
  public Optional<String> newCalendar(long projectId, UUID code, String actor) {
    String token = Tokens.secret();
    return db.transaction(
        "making the address of a calendar",
        tx -> {
          Optional<Long> id = lock(tx, projectId, code);
          id.ifPresent(
              rota -> {
                tx.update(
                    "writing the address of a calendar",
                    "UPDATE rotas SET calendar_hash = ? WHERE channel_id = ?",
                    Tokens.sha256(token),
                    rota);
                note(tx, projectId, actor, "rota.calendar", code, Map.of());
              });
          return id.map(rota -> token);
        });
  }

  /** The rota's row: the alerter takes it before it takes any lane. */
  static Optional<Long> lock(Tx tx, long projectId, UUID code) {
    return tx.first(
        "locking rota " + code,
        """
        SELECT r.channel_id FROM rotas r JOIN channels ch ON ch.id = r.channel_id
         WHERE ch.project_id = ? AND ch.code = ? FOR NO KEY UPDATE OF r
        """,
        row -> row.number("channel_id"),
        projectId,
        code);
  }

  /** What may reach somebody: channels by code, without those that stand for others. */
  static Map<UUID, Long> reachable(Tx tx, long projectId) {
    Map<UUID, Long> channels = new HashMap<>();
    tx.query(
            "reading the channels of project " + projectId,
            """
            SELECT id, code FROM channels WHERE project_id = ? AND kind <> ALL(?)
             ORDER BY id FOR KEY SHARE
            """,
            row -> Map.entry(row.uuid("code"), row.number("id")),
            projectId,
            RotaRows.STAND_FOR_OTHERS)
        .forEach(entry -> channels.put(entry.getKey(), entry.getValue()));
    return channels;
  }

  private static boolean knows(Map<UUID, Long> channels, RotaPlan plan) {
    return plan.people().stream().allMatch(one -> channels.containsKey(one.channel()));
  }

  static <T> Outcome<T> gone() {
    return Outcome.refused(Reason.MISSING, "there is no such rota any more");
  }

  static void note(
      Tx tx, long projectId, String actor, String action, UUID code, Map<String, String> more) {
    Map<String, String> detail = new HashMap<>(more);
    detail.put("rota", code.toString());
    Audit.note(tx, projectId, actor, action, detail);
  }
}
