package dev.tocsin.dashboard.pages.invitations;

import dev.tocsin.dashboard.pages.signin.Ways;
import dev.tocsin.dashboard.pages.signin.Welcome;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.invitations.Acceptance;
import dev.tocsin.dashboard.people.invitations.Acceptance.Joined;
import dev.tocsin.dashboard.people.invitations.Acceptance.Offer;
import dev.tocsin.dashboard.people.invitations.InvitationLinks;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.recovery.AskLimits;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * Accepting an invitation: with the account in which somebody is signed in, or with a new one. A
 * new one gets the invited address, and only by the link of the letter to it; without a mail server
 * the copied link has to be enough.
 */
public final class InvitationPages {

  private static final String GONE =
      "This invitation was accepted, taken back, or is older than 7 days. Ask for another one.";

  private final Acceptance acceptance;
  private final InvitationLinks links;
  private final Accounts accounts;
  private final Post post;
  private final Welcome welcome;
  private final Cookies cookies;
  private final boolean passwords;
  private final AskLimits limits = new AskLimits();

  private InvitationPages(
      Acceptance acceptance,
      InvitationLinks links,
      Accounts accounts,
      Post post,
      Welcome welcome,
      Cookies cookies,
      boolean passwords) {
    this.acceptance = acceptance;
    this.links = links;
    this.accounts = accounts;
    this.post = post;
    this.welcome = welcome;
    this.cookies = cookies;
    this.passwords = passwords;
  }

  /**
   * Adds these pages to the site.
   *
   * @param ways without passwords nobody makes an account by an invitation: who signs in with the
   *     provider joins with that
   */
  public static void mount(
      Site site,
      Acceptance acceptance,
      InvitationLinks links,
      Accounts accounts,
      Post post,
      Welcome welcome,
      Cookies cookies,
      Ways ways) {
    boolean passwords = ways.password();
    InvitationPages pages =
        new InvitationPages(acceptance, links, accounts, post, welcome, cookies, passwords);
    site.open(HttpMethod.GET, "/invitations/:token", pages::show);
    site.signedIn(HttpMethod.POST, "/invitations/:token/accept", pages::accept);
    if (passwords) {
      site.open(HttpMethod.POST, "/invitations/:token/join", pages::join);
      site.open(HttpMethod.POST, "/invitations/:token/mail", pages::mail);
    }
  }

  private Answer show(Visit visit) {
    return page(visit, 200, visit.query("mail"), false, Problems.none());
  }

  private Answer page(Visit visit, int status, String proof, boolean mailed, Problems problems) {
    String token = visit.path("token");
    Optional<Offer> offer = acceptance.of(token);
    boolean proven = passwords && isProven(token, proof);
    // Told only to whoever reads the mail of this address.
    boolean hasAccount =
        links.proves(token, proof)
            && offer.flatMap(o -> accounts.find(o.invitation().email())).isPresent();
    return visit.page(
        offer.isPresent() ? status : 404,
        Optional.empty(),
        "",
        "Invitation",
        "pages/invitation.jte",
        Map.of(
            "token", token,
            "offer", offer,
            "proof", proven ? proof : "",
            "proven", proven,
            "hasAccount", hasAccount,
            "mailed", mailed,
            "passwords", passwords,
            "closed", visit.rod(ControlRods.SIGN_UPS).map(Rod::reason),
            "problems", offer.isPresent() ? problems : Problems.of("link", GONE)));
  }

  private boolean isProven(String token, String proof) {
    return !post.outbox().works() || links.proves(token, proof);
  }

  private Answer accept(Visit visit) {
    return acceptance
        .accept(visit.path("token"), visit.account())
        .either(
            this::welcome,
            refused -> page(visit, 409, "", false, Problems.of("accept", refused.sentence())));
  }

  private Answer welcome(Offer offer) {
    return Answer.redirect(checks(offer))
        .cookie(cookies.note("You are a member of " + offer.projectName() + " now."));
  }

  private static String checks(Offer offer) {
    return "/projects/%s/checks".formatted(offer.project());
  }

  private Answer join(Visit visit) {
    String token = visit.path("token");
    String proof = visit.field("mail");
    if (!isProven(token, proof)) {
      return Answer.FORBIDDEN;
    }
    if (visit.rod(ControlRods.SIGN_UPS).isPresent()) {
      return page(visit, 503, proof, false, Problems.none()); // it says so
    }
    Joined joined = acceptance.join(token, visit.field("password"));
    if (joined instanceof Joined.Refused refused) {
      return page(visit, 422, proof, false, Problems.of(refused.field(), refused.why()));
    }
    Joined.In in = (Joined.In) joined;
    return welcome.proved(visit, in.account(), Proof.LINK, checks(in.offer()));
  }

  private Answer mail(Visit visit) {
    String token = visit.path("token");
    Optional<Offer> offer = acceptance.of(token).filter(o -> post.outbox().works());
    if (offer.isEmpty()) {
      return page(visit, 404, "", false, Problems.none());
    }
    if (visit.rod(ControlRods.SIGN_UPS).isPresent()) {
      return page(visit, 503, "", false, Problems.none());
    }
    if (!limits.mayAsk(visit.remoteAddr(), visit.viewer().now())) {
      return page(visit, 429, "", false, Problems.of("accept", "Too many letters. Wait a while."));
    }
    if (limits.mayMail(offer.get().invitation().email(), visit.viewer().now())) {
      acceptance.mail(token, offer.get());
    }
    return page(visit, 200, "", true, Problems.none());
  }
}
