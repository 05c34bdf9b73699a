package dev.tocsin.dashboard.people.invitations;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.Optional;
import java.util.UUID;

/** What somebody does with the link of an invitation. Blocking. */
public final class Acceptance {

  private final Db db;
  private final Members members;
  private final Post post;
  private final InvitationLinks links;

  public Acceptance(Db db, Members members, Post post, InvitationLinks links) {
    this.db = db;
    this.members = members;
    this.post = post;
    this.links = links;
  }

  /** An invitation with its project, as who has the link sees it. */
  public record Offer(Invitation invitation, long projectId, UUID project, String projectName) {}

  /** What a link offers, if it still works. */
  public Optional<Offer> of(String token) {
    return db.transaction("looking at an invitation", tx -> find(tx, token, ""));
  }

  private static Optional<Offer> find(Tx tx, String token, String lock) {
    return tx.first(
        "reading an invitation",
        """
        SELECT i.code, i.email, i.role, i.invited_by, i.created_at, i.expires_at,
               p.id AS project_id, p.code AS project, p.name
          FROM invitations i JOIN projects p ON p.id = i.project_id
         WHERE i.token_hash = ? AND i.expires_at > clock_timestamp()
        """
            + lock,
        row ->
            new Offer(
                Invitations.invitation(row),
                row.number("project_id"),
                row.uuid("project"),
                row.string("name")),
        Tokens.sha256(token));
  }

  /** Whoever is signed in becomes a member; the link is used up. */
  public Outcome<Offer> accept(String token, Account account) {
    return db.transaction("accepting an invitation", tx -> accept(tx, token, account));
  }

  private Outcome<Offer> accept(Tx tx, String token, Account account) {
    Optional<Offer> seen = find(tx, token, "");
    // The project first, then what belongs to it: everybody locks in this order.
    seen.ifPresent(offer -> Members.lock(tx, offer.projectId()));
    Optional<Offer> offer = find(tx, token, " FOR UPDATE OF i");
    if (offer.isEmpty()) {
      return gone();
    }
    long project = offer.get().projectId();
    if (members.find(tx, project, account.email()).isPresent()) {
      return Outcome.refused(Reason.CONFLICT, "you are a member of this project already");
    }
    Optional<Outcome<Offer>> full = members.full(tx, project, 0);
    if (full.isPresent()) {
      return full.get();
    }
    Invitation invitation = offer.get().invitation();
    tx.update(
        "using up an invitation", "DELETE FROM invitations WHERE code = ?", invitation.code());
    Members.join(tx, project, account, invitation.role());
    Invitations.note(tx, project, account.email(), "invitation.accept", invitation);
    return Outcome.done(offer.get());
  }

  /** How making an account by a link ended. */
  public sealed interface Joined {
    /** There is an account now, and it is a member. */
    record In(Account account, Offer offer) implements Joined {}

    /**
     * There is not.
     *
     * @param field {@code password}, {@code link} or {@code accept}
     */
    record Refused(String field, String why) implements Joined {}
  }

  /** Makes an account with the invited address, and accepts with it. */
  public Joined join(String token, String password) {
    Optional<String> problem = Accounts.passwordProblem(password);
    if (problem.isPresent()) {
      return new Joined.Refused("password", problem.get());
    }
    String hash = Accounts.hashed(password);
    return db.transaction(
        "joining by an invitation",
        tx -> {
          Optional<Offer> offer = find(tx, token, "");
          if (offer.isEmpty()) {
            return new Joined.Refused("link", GONE + ".");
          }
          // Looked at before: what comes after the account was made cannot be refused any more.
          Members.lock(tx, offer.get().projectId());
          Optional<Outcome<Offer>> full = members.full(tx, offer.get().projectId(), 0);
          if (full.isPresent()) {
            return new Joined.Refused("accept", ((Outcome.Refused<Offer>) full.get()).sentence());
          }
          String email = offer.get().invitation().email();
          NewAccount made = Accounts.insert(tx, email, hash, email);
          if (made instanceof NewAccount.Refused refused) {
            return new Joined.Refused("accept", refused.why() + " Sign in with it.");
          }
          Account account = ((NewAccount.Made) made).account();
          return accept(tx, token, account)
              .<Joined>either(
                  now -> new Joined.In(account, now),
                  refused -> {
                    throw new IllegalStateException("two at once: " + refused.why());
                  });
        });
  }

  /** Mails the link once more, with the proof that it went to the invited address. */
  public void mail(String token, Offer offer) {
    db.transaction(
        "mailing an invitation",
        tx -> {
          post.outbox()
              .post(
                  tx,
                  offer.invitation().email(),
                  post.letters()
                      .invitation(
                          offer.projectName(),
                          offer.invitation().role(),
                          offer.invitation().invitedBy(),
                          links.mailed(token)),
                  Invitations.VALID);
          return true;
        });
  }

  private static final String GONE =
      "This invitation was accepted, taken back, or is older than 7 days";

  private static Outcome<Offer> gone() {
    return Outcome.refused(Reason.MISSING, GONE);
  }
}
