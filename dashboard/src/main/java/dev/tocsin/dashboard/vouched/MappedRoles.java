package dev.tocsin.dashboard.vouched;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives and takes the roles that come with a claim, at each sign-in. A membership that somebody
 * gave by hand is theirs and stays as it is; the last owner of a project stays, too. Blocking.
 */
public final class MappedRoles {

  private static final Logger LOG = LoggerFactory.getLogger(MappedRoles.class);
  private static final String ACTOR = "oidc";

  private final Db db;

  public MappedRoles(Db db) {
    this.db = db;
  }

  /** A project that rules speak of. */
  private record Place(long id, UUID code) {}

  /**
   * @param mapped given by a claim before, not by hand
   */
  private record Standing(Role role, boolean mapped) {}

  /**
   * Makes the memberships of an account what the rules say.
   *
   * @param values those of the claim, today
   */
  public void apply(Account account, RoleRules rules, Set<String> values) {
    db.transaction(
        "giving roles by a claim",
        tx -> {
          List<Place> places = lock(tx, rules.projects());
          Map<Long, Standing> now = standings(tx, account, places);
          for (Place place : places) {
            apply(
                tx,
                account,
                place.id(),
                Optional.ofNullable(now.get(place.id())),
                rules.roleIn(place.code(), values));
          }
          return places.size();
        });
  }

  private static List<Place> lock(Tx tx, List<UUID> codes) {
    List<Place> places =
        tx.query(
            "locking the projects of a claim",
            """
            SELECT id, code FROM projects WHERE code = ANY(?) AND NOT system
             ORDER BY id FOR NO KEY UPDATE
            """,
            row -> new Place(row.number("id"), row.uuid("code")),
            codes);
    if (places.size() < codes.size()) {
      LOG.warn("oidc.roles speaks of {} projects that do not exist", codes.size() - places.size());
    }
    return places;
  }

  private static Map<Long, Standing> standings(Tx tx, Account account, List<Place> places) {
    Map<Long, Standing> all = new HashMap<>();
    tx.query(
        "reading the memberships of an account",
        """
        SELECT project_id, role, mapped FROM members
         WHERE account_id = ? AND project_id = ANY(?)
        """,
        row ->
            all.put(
                row.number("project_id"),
                new Standing(Role.of(row.string("role")).orElseThrow(), row.flag("mapped"))),
        account.id(),
        places.stream().map(Place::id).toList());
    return all;
  }

  private static void apply(
      Tx tx, Account account, long project, Optional<Standing> was, Optional<Role> wanted) {
    if (was.isEmpty()) {
      wanted.ifPresent(role -> add(tx, account, project, role));
    } else if (was.get().mapped() && !wanted.equals(was.map(Standing::role))) {
      if (was.get().role() == Role.OWNER && !hasOtherOwner(tx, account, project)) {
        LOG.warn("{} stays the owner of a project that has no other", account.email());
      } else if (wanted.isPresent()) {
        change(tx, account, project, was.get(), wanted.get());
      } else {
        remove(tx, account, project, was.get().role());
      }
    }
  }

  private static boolean hasOtherOwner(Tx tx, Account account, long project) {
    return tx.first(
            "looking for another owner",
            """
            SELECT 1 FROM members WHERE project_id = ? AND account_id <> ? AND role = 'owner' LIMIT 1
            """,
            row -> true,
            project,
            account.id())
        .isPresent();
  }

  private static void add(Tx tx, Account account, long project, Role role) {
    int added =
        tx.update(
            "adding a member by a claim",
            """
            INSERT INTO members (project_id, account_id, role, mapped)
            SELECT ?, ?, ?, true
             WHERE (SELECT count(*) FROM members WHERE project_id = ?)
                   < (SELECT member_limit FROM projects WHERE id = ?)
            """,
            project,
            account.id(),
            role.word(),
            project,
            project);
    if (added == 0) {
      LOG.warn("{} is not added: the project may have no more members", account.email());
      return;
    }
    note(tx, account, project, "member.add", Map.of("role", role.word()));
  }

  private static void change(Tx tx, Account account, long project, Standing was, Role role) {
    tx.update(
        "giving a member another role by a claim",
        "UPDATE members SET role = ? WHERE project_id = ? AND account_id = ?",
        role.word(),
        project,
        account.id());
    Map<String, Object> changes = Map.of("role", List.of(was.role().word(), role.word()));
    note(tx, account, project, "member.update", Map.of("changes", changes));
  }

  private static void remove(Tx tx, Account account, long project, Role was) {
    tx.update(
        "removing a member by a claim",
        "DELETE FROM members WHERE project_id = ? AND account_id = ?",
        project,
        account.id());
    note(tx, account, project, "member.remove", Map.of("role", was.word()));
  }

  private static void note(
      Tx tx, Account account, long project, String action, Map<String, Object> detail) {
    Map<String, Object> all = new HashMap<>(detail);
    all.put("email", account.email());
    Audit.note(tx, project, ACTOR, action, all);
  }
}
