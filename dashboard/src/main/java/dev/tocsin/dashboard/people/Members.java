package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who belongs to a project. Every change holds the lock of the project's row, so that two owners
 * who remove each other leave one behind. Blocking.
 */
public final class Members {

  private static final String SELECT =
      """
      SELECT a.id, a.email, m.role, m.added_at
        FROM members m JOIN accounts a ON a.id = m.account_id
       WHERE m.project_id = ?
      """;

  private final Db db;

  public Members(Db db) {
    this.db = db;
  }

  /** The members of a project, owners first, then by address. */
  public List<Member> of(long projectId) {
    return db.query(
        "reading the members of project " + projectId,
        SELECT
            + """
             ORDER BY array_position('{owner,manager,member,readonly}'::text[], m.role), a.email
            """,
        Members::member,
        projectId);
  }

  /** A member by address. */
  public Optional<Member> find(long projectId, String email) {
    return db.transaction("reading a member", tx -> find(tx, projectId, email));
  }

  /**
   * Makes the holder of an account a member, without asking them: for who may know who has an
   * account. Others invite.
   */
  public Outcome<Member> add(long projectId, String email, Role role, Acting acting) {
    return managing(
        projectId,
        acting,
        (tx, now) -> {
          Optional<Member> there = find(tx, projectId, email);
          if (there.isPresent()) {
            return Outcome.refused(
                Reason.CONFLICT, "%s is a member already".formatted(Accounts.normal(email)));
          }
          Optional<Outcome.Refused<Member>> refused = RoleGrants.mayGive(now, role);
          return refused.isPresent() ? refused.get() : insert(tx, projectId, email, role, now);
        });
  }

  private Outcome<Member> insert(Tx tx, long projectId, String email, Role role, Acting acting) {
    String address = Accounts.normal(email);
    Optional<Outcome<Member>> full = full(tx, projectId, 0);
    if (full.isPresent()) {
      return full.get();
    }
    int added =
        tx.update(
            "adding a member",
            """
            INSERT INTO members (project_id, account_id, role)
            SELECT ?, id, ? FROM accounts WHERE email = ?
            """,
            projectId,
            role.word(),
            address);
    if (added == 0) {
      return Outcome.refused(
          Reason.INVALID,
          "nobody has an account with this address; whoever runs this server makes one with:"
              + " tocsin user create "
              + address);
    }
    note(tx, projectId, acting, "member.add", address, role);
    return Outcome.done(find(tx, projectId, address).orElseThrow());
  }

  /**
   * Why nobody else may come to this project.
   *
   * @param coming how many may come already
   */
  public <T> Optional<Outcome<T>> full(Tx tx, long projectId, int coming) {
    record Room(int members, int most) {}
    Room room =
        tx.first(
                "counting members",
                """
                SELECT member_limit AS most,
                       (SELECT count(*) FROM members m WHERE m.project_id = p.id) AS members
                  FROM projects p WHERE p.id = ?
                """,
                row -> new Room(row.integer("members"), row.integer("most")),
                projectId)
            .orElseThrow();
    return room.members() + coming < room.most()
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Reason.CONFLICT,
                "this project may have %s, and has %d with those invited"
                    .formatted(Words.count(room.most(), "member"), room.members() + coming)));
  }

  /** Makes somebody a member who is none; the project is locked, and they may. */
  public static void join(Tx tx, long projectId, Account account, Role role) {
    tx.update(
        "adding a member",
        "INSERT INTO members (project_id, account_id, role) VALUES (?, ?, ?)",
        projectId,
        account.id(),
        role.word());
  }

  /** Gives a member another role. */
  public Outcome<Member> change(long projectId, String email, Role role, Acting acting) {
    return managing(
        projectId,
        acting,
        (tx, now) ->
            withMember(tx, projectId, email, was -> setRole(tx, projectId, was, role, now)));
  }

  private static Outcome<Member> setRole(
      Tx tx, long projectId, Member was, Role role, Acting acting) {
    Optional<Outcome.Refused<Member>> refused =
        RoleGrants.mayGive(acting, role)
            .or(() -> RoleGrants.mayTake(tx, projectId, was, role, acting));
    if (refused.isPresent()) {
      return refused.get();
    }
    if (role == was.role()) {
      return Outcome.done(was);
    }
    tx.update(
        "giving a member another role",
        "UPDATE members SET role = ? WHERE project_id = ? AND account_id = ?",
        role.word(),
        projectId,
        was.account().id());
    Audit.note(
        tx,
        projectId,
        acting.actor(),
        "member.update",
        Map.of(
            "email",
            was.account().email(),
            "changes",
            Map.of("role", List.of(was.role().word(), role.word()))));
    return Outcome.done(new Member(was.account(), role, was.addedAt()));
  }

  /** Ends a membership; returns what it was. Everybody may end their own. */
  public Outcome<Member> remove(long projectId, String email, Acting acting) {
    boolean self =
        acting.account() != null && acting.account().email().equals(Accounts.normal(email));
    return change(
        projectId,
        self ? acting.in(Role.OWNER) : acting,
        !self,
        (tx, now) -> withMember(tx, projectId, email, was -> delete(tx, projectId, was, now)));
  }

  private static Outcome<Member> delete(Tx tx, long projectId, Member was, Acting acting) {
    Optional<Outcome.Refused<Member>> refused =
        RoleGrants.mayTake(tx, projectId, was, Role.READONLY, acting);
    if (refused.isPresent()) {
      return refused.get();
    }
    tx.update(
        "removing a member",
        "DELETE FROM members WHERE project_id = ? AND account_id = ?",
        projectId,
        was.account().id());
    note(tx, projectId, acting, "member.remove", was.account().email(), was.role());
    return Outcome.done(was);
  }

  /** A change, under the lock of the project, by somebody with their role of that moment. */
  @FunctionalInterface
  public interface Change<T> {
    Outcome<T> by(Tx tx, Acting now);
  }

  /** A change of who belongs to a project, or may come to; refused unless by who manages it. */
  public <T> Outcome<T> managing(long projectId, Acting acting, Change<T> change) {
    return change(projectId, acting, true, change);
  }

  private <T> Outcome<T> change(long projectId, Acting acting, boolean asNow, Change<T> change) {
    return db.transaction(
        "changing the members of project " + projectId,
        tx -> {
          lock(tx, projectId);
          Acting now = asNow ? asNow(tx, projectId, acting) : acting;
          return now.role().mayManage()
              ? change.by(tx, now)
              : Outcome.refused(Reason.FORBIDDEN, "only managers and owners change members");
        });
  }

  /** What every change of members begins with. */
  public static void lock(Tx tx, long projectId) {
    tx.query(
        "locking project " + projectId,
        "SELECT 1 FROM projects WHERE id = ? FOR NO KEY UPDATE",
        row -> true,
        projectId);
  }

  /** Two who degrade each other at once: the second one has the role that the first one left. */
  private static Acting asNow(Tx tx, long projectId, Acting acting) {
    return acting.account() == null
        ? acting
        : acting.in(
            read(tx, projectId, acting.account().email()).map(Member::role).orElse(Role.READONLY));
  }

  private static Outcome<Member> withMember(
      Tx tx, long projectId, String email, Function<Member, Outcome<Member>> change) {
    return read(tx, projectId, email)
        .map(change)
        .orElseGet(() -> Outcome.refused(Reason.MISSING, "there is no such member"));
  }

  /** A member by address, in a transaction. */
  public Optional<Member> find(Tx tx, long projectId, String email) {
    return read(tx, projectId, email);
  }

  private static Optional<Member> read(Tx tx, long projectId, String email) {
    return tx.first(
        "reading a member",
        SELECT + " AND a.email = ?",
        Members::member,
        projectId,
        Accounts.normal(email));
  }

  private static Member member(Row row) throws SQLException {
    return new Member(
        new Account(row.number("id"), row.string("email")),
        Role.of(row.string("role")).orElseThrow(),
        row.instant("added_at"));
  }

  private static void note(
      Tx tx, long projectId, Acting acting, String action, String email, Role role) {
    Audit.note(tx, projectId, acting.actor(), action, Map.of("email", email, "role", role.word()));
  }
}
