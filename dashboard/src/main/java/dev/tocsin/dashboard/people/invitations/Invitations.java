package dev.tocsin.dashboard.people.invitations;

import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Buckets;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.RoleGrants;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Making, listing and taking back invitations. None of it says whether the invited address has an
 * account. Blocking.
 */
public final class Invitations {

  /** How long a link works. */
  public static final Duration VALID = Duration.ofDays(7);

  /** Letters of one project in a row; then one for each {@link #REFILL}. */
  private static final int BURST = 30;

  private static final Duration REFILL = Duration.ofMinutes(2);

  private static final String COLUMNS = "code, email, role, invited_by, created_at, expires_at";

  private final Db db;
  private final Members members;
  private final Post post;
  private final InvitationLinks links;
  private final Buckets letters = new Buckets(BURST, REFILL);

  public Invitations(Db db, Members members, Post post, InvitationLinks links) {
    this.db = db;
    this.members = members;
    this.post = post;
    this.links = links;
  }

  /**
   * An invitation that was just made.
   *
   * @param link shown this once: its token is kept as a hash
   */
  public record Made(Invitation invitation, String link) {}

  /** Whether they go out as letters, too. */
  public boolean mailed() {
    return post.outbox().works();
  }

  /** The invitations of a project that were neither accepted nor taken back, newest first. */
  public List<Invitation> of(long projectId) {
    return db.query(
        "reading the invitations of project " + projectId,
        "SELECT %s FROM invitations WHERE project_id = ? ORDER BY id DESC".formatted(COLUMNS),
        Invitations::invitation,
        projectId);
  }

  /** One of them. */
  public Optional<Invitation> find(long projectId, UUID code) {
    return of(projectId).stream().filter(invitation -> invitation.code().equals(code)).findFirst();
  }

  /** Invites an address, by a letter if there is a mail server; again, if it is invited already. */
  public Outcome<Made> invite(Project project, String email, Role role, Acting acting) {
    Optional<String> problem = Accounts.addressProblem(email);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    if (!letters.take(Long.toString(project.id()), Instant.now())) {
      return Outcome.refused(
          Reason.CONFLICT,
          "too many invitations at once: wait %d minutes".formatted(REFILL.toMinutes()));
    }
    String address = Accounts.normal(email);
    return members.managing(
        project.id(),
        acting,
        (tx, now) ->
            RoleGrants.mayGive(now, role)
                .map(refused -> Outcome.<Made>refused(refused.reason(), refused.why()))
                .or(() -> full(tx, project, address))
                .orElseGet(() -> Outcome.done(insert(tx, project, address, role, now))));
  }

  private Optional<Outcome<Made>> full(Tx tx, Project project, String address) {
    if (members.find(tx, project.id(), address).isPresent()) {
      return Optional.of(Outcome.refused(Reason.CONFLICT, address + " is a member already"));
    }
    int waiting =
        tx.first(
                "counting invitations",
                "SELECT count(*) AS n FROM invitations WHERE project_id = ? AND email <> ?",
                row -> row.integer("n"),
                project.id(),
                address)
            .orElse(0);
    return members.full(tx, project.id(), waiting);
  }

  private Made insert(Tx tx, Project project, String address, Role role, Acting acting) {
    String token = Tokens.secret();
    Invitation made =
        tx.first(
                "inviting somebody",
                """
                INSERT INTO invitations (project_id, email, role, token_hash, invited_by, expires_at)
                VALUES (?, ?, ?, ?, ?, clock_timestamp() + ?::interval)
                ON CONFLICT (project_id, email) DO UPDATE
                  SET role = excluded.role, token_hash = excluded.token_hash,
                      invited_by = excluded.invited_by, created_at = now(),
                      expires_at = excluded.expires_at
                RETURNING %s
                """
                    .formatted(COLUMNS),
                Invitations::invitation,
                project.id(),
                address,
                role.word(),
                Tokens.sha256(token),
                acting.actor(),
                VALID)
            .orElseThrow();
    note(tx, project.id(), acting.actor(), "invitation.create", made);
    post.outbox()
        .post(
            tx,
            address,
            post.letters().invitation(project.name(), role, inviter(acting), links.mailed(token)),
            VALID);
    return new Made(made, links.copied(token));
  }

  /** People are named in letters; keys are not, nobody knows them. */
  private static String inviter(Acting acting) {
    return acting.account() == null ? "Somebody" : acting.account().email();
  }

  /** Takes an invitation back: its link works no longer. */
  public Outcome<Invitation> revoke(long projectId, UUID code, Acting acting) {
    return members.managing(
        projectId,
        acting,
        (tx, now) -> {
          Optional<Invitation> was =
              tx.first(
                  "taking an invitation back",
                  "DELETE FROM invitations WHERE project_id = ? AND code = ? RETURNING " + COLUMNS,
                  Invitations::invitation,
                  projectId,
                  code);
          was.ifPresent(
              invitation -> note(tx, projectId, now.actor(), "invitation.revoke", invitation));
          return was.map(Outcome::done)
              .orElseGet(() -> Outcome.refused(Reason.MISSING, "there is no such invitation"));
        });
  }

  static void note(Tx tx, long projectId, String actor, String action, Invitation about) {
    Audit.note(
        tx, projectId, actor, action, Map.of("email", about.email(), "role", about.role().word()));
  }

  static Invitation invitation(Row row) throws SQLException {
    return new Invitation(
        row.uuid("code"),
        row.string("email"),
        Role.of(row.string("role")).orElseThrow(),
        row.string("invited_by"),
        row.instant("created_at"),
        row.instant("expires_at"));
  }
}
