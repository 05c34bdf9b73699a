package dev.tocsin.dashboard.people.offers;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.Map;
import java.util.Optional;

/**
 * Projects change hands in two steps: an owner offers theirs to another member, and that member
 * says yes. Then they are an owner, and who offered it is a manager. Blocking.
 */
public final class ProjectOffers {

  private final Db db;
  private final Members members;
  private final Post post;

  public ProjectOffers(Db db, Members members, Post post) {
    this.db = db;
    this.members = members;
    this.post = post;
  }

  /** To whom a project is offered. */
  public Optional<Offer> of(long projectId) {
    return db.transaction("reading an offer", tx -> find(tx, projectId));
  }

  private static Optional<Offer> find(Tx tx, long projectId) {
    return tx.first(
        "reading an offer",
        """
        SELECT t.id AS to_id, t.email AS to_email, b.id AS by_id, b.email AS by_email, o.created_at
          FROM project_offers o JOIN accounts t ON t.id = o.account_id
          JOIN accounts b ON b.id = o.offered_by
         WHERE o.project_id = ?
        """,
        row ->
            new Offer(
                new Account(row.number("to_id"), row.string("to_email")),
                new Account(row.number("by_id"), row.string("by_email")),
                row.instant("created_at")),
        projectId);
  }

  /** Offers a project to a member; in the place of an offer before. */
  public Outcome<Offer> offer(Project project, String email, Acting acting) {
    Account owner = acting.account();
    if (owner == null || acting.role() != Role.OWNER) {
      return Outcome.refused(Reason.FORBIDDEN, "only an owner hands a project over");
    }
    return members.managing(
        project.id(),
        acting,
        (tx, now) -> {
          Optional<Member> to = members.find(tx, project.id(), email);
          if (now.role() != Role.OWNER || to.isEmpty() || to.get().role() == Role.OWNER) {
            return now.role() != Role.OWNER
                ? Outcome.refused(Reason.FORBIDDEN, "only an owner hands a project over")
                : Outcome.refused(Reason.INVALID, "choose a member of the project who is no owner");
          }
          Account next = to.get().account();
          tx.update(
              "offering a project",
              """
              INSERT INTO project_offers (project_id, account_id, offered_by) VALUES (?, ?, ?)
              ON CONFLICT (project_id) DO UPDATE SET account_id = excluded.account_id,
                offered_by = excluded.offered_by, created_at = now()
              """,
              project.id(),
              next.id(),
              owner.id());
          note(tx, project, acting.actor(), "project.offer", next);
          post.tell(
              tx,
              next,
              post.letters()
                  .projectOffered(
                      project.name(),
                      owner.email(),
                      "/projects/%s/settings".formatted(project.code())));
          return Outcome.done(find(tx, project.id()).orElseThrow());
        });
  }

  /** Takes an offer back, or says no to it: owners may, and who was asked. */
  public Outcome<Offer> end(Project project, Acting acting) {
    return db.transaction(
        "ending an offer",
        tx -> {
          Members.lock(tx, project.id());
          Optional<Offer> offer = find(tx, project.id());
          if (offer.isEmpty()) {
            return missing();
          }
          if (acting.role() != Role.OWNER && !isAsked(offer.get(), acting)) {
            return Outcome.refused(Reason.FORBIDDEN, "this offer is a matter of others");
          }
          delete(tx, project);
          note(tx, project, acting.actor(), "project.offer_end", offer.get().to());
          return Outcome.done(offer.get());
        });
  }

  /** Says yes: the project has another owner. */
  public Outcome<Offer> accept(Project project, Acting acting) {
    return db.transaction(
        "accepting a project",
        tx -> {
          Members.lock(tx, project.id());
          Optional<Offer> offer = find(tx, project.id()).filter(o -> isAsked(o, acting));
          if (offer.isEmpty()) {
            return missing();
          }
          boolean stands =
              is(tx, project, offer.get().by(), Role.OWNER)
                  && members.find(tx, project.id(), offer.get().to().email()).isPresent();
          delete(tx, project);
          if (!stands) {
            return Outcome.refused(
                Reason.CONFLICT, "who offered it is no owner of this project any more");
          }
          setRole(tx, project, offer.get().to(), Role.OWNER);
          setRole(tx, project, offer.get().by(), Role.MANAGER);
          Audit.note(
              tx,
              project.id(),
              acting.actor(),
              "project.transfer",
              Map.of("from", offer.get().by().email(), "to", offer.get().to().email()));
          return Outcome.done(offer.get());
        });
  }

  private boolean is(Tx tx, Project project, Account account, Role role) {
    return members
        .find(tx, project.id(), account.email())
        .filter(member -> member.role() == role)
        .isPresent();
  }

  private static boolean isAsked(Offer offer, Acting acting) {
    return acting.account() != null
        && acting.account().id() == offer.to().id()
        && acting.rights().allScopes();
  }

  private static void setRole(Tx tx, Project project, Account account, Role role) {
    tx.update(
        "giving a project another owner",
        "UPDATE members SET role = ? WHERE project_id = ? AND account_id = ?",
        role.word(),
        project.id(),
        account.id());
  }

  private static void delete(Tx tx, Project project) {
    tx.update("ending an offer", "DELETE FROM project_offers WHERE project_id = ?", project.id());
  }

  private static void note(Tx tx, Project project, String actor, String action, Account to) {
    Audit.note(tx, project.id(), actor, action, Map.of("email", to.email()));
  }

  private static <T> Outcome<T> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such offer");
  }
}
