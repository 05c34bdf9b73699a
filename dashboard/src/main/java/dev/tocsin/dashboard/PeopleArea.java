package dev.tocsin.dashboard;

import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.export.Downloads;
import dev.tocsin.dashboard.export.Erasure;
import dev.tocsin.dashboard.export.PersonExport;
import dev.tocsin.dashboard.export.ProjectExport;
import dev.tocsin.dashboard.pages.account.AccountPages;
import dev.tocsin.dashboard.pages.audit.AuditPages;
import dev.tocsin.dashboard.pages.badges.BadgePages;
import dev.tocsin.dashboard.pages.export.ExportPages;
import dev.tocsin.dashboard.pages.invitations.InvitationPages;
import dev.tocsin.dashboard.pages.project.ProjectPages;
import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.pages.signin.CodePages;
import dev.tocsin.dashboard.pages.signin.OtherWays;
import dev.tocsin.dashboard.pages.signin.ResetPages;
import dev.tocsin.dashboard.pages.signin.SignInPages;
import dev.tocsin.dashboard.pages.signin.Welcome;
import dev.tocsin.dashboard.passkeys.PasskeyStep;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.passkeys.RelyingParty;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.dashboard.people.audit.AuditLog;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.invitations.Acceptance;
import dev.tocsin.dashboard.people.invitations.InvitationLinks;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.mail.Letters;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.people.recovery.PasswordResets;
import dev.tocsin.dashboard.people.signin.Devices;
import dev.tocsin.dashboard.people.signin.SecondFactor;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.people.signin.Steps;
import dev.tocsin.dashboard.status.subscribers.Targets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages about people: signing in, accounts, who is in which project with which rights. */
final class PeopleArea implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleArea.class);

  private final Ground on;
  private final Accounts accounts;
  private final Post post;
  private final TwoStep twoStep;
  private final SignIn signIn;
  private final Welcome welcome;
  private final Optional<Passkeys> passkeys;
  private final OtherWays others;
  private final Downloads downloads = new Downloads();

  private PeopleArea(Ground on) {
    this.on = on;
    DashboardConfig.Addresses addresses = on.config.addresses();
    accounts = new Accounts(on.db);
    Outbox outbox = new Outbox(on.secrets, on.kinds.postbox().isPresent());
    post = new Post(new Letters(addresses.name(), addresses.site()), outbox);
    twoStep = new TwoStep(on.db, on.secrets, post, on.clock);
    passkeys =
        RelyingParty.of(addresses.site(), addresses.name())
            .map(party -> new Passkeys(on.db, on.secrets, party));
    SecondFactor passkey = new PasskeyStep(on.db, on.config.signIn().twoStep());
    List<SecondFactor> factors = // what may be asked for besides the password
        passkeys.isPresent() ? List.of(twoStep, passkey) : List.of(twoStep);
    signIn = new SignIn(on.sessions, new Steps(on.db), factors, new Devices(post, on.clock));
    welcome = new Welcome(signIn, on.sessions, on.cookies);
    others =
        new OtherWays(
            on.db,
            on.secrets,
            addresses.site(),
            passkeys,
            signIn,
            on.config.signIn().oidc(),
            on.config.signIn().provisionByProxy());
  }

  /** What it returns keeps a connection to the provider of single sign-on, if there is one. */
  static PeopleArea mount(Ground on) {
    PeopleArea area = new PeopleArea(on);
    area.mountSignIn();
    area.mountAccount();
    area.mountProjects();
    return area;
  }

  private void mountSignIn() {
    SignInPages.mount(
        on.site, accounts, on.sessions, new SetupLinks(on.db), welcome, others, on.cookies);
    CodePages.mount(on.site, signIn, twoStep, on.sessions, welcome, passkeys, on.cookies);
    if (others.ways().password()) {
      Consumer<Runnable> later =
          task -> on.workers.run(Executors.callable(task)).onFailure(PeopleArea::lost);
      PasswordResets resets = new PasswordResets(on.db, accounts, post);
      ResetPages.mount(on.site, resets, post, later, on.cookies);
    }
  }

  private void mountAccount() {
    Again again = Again.mount(on.site, accounts, on.sessions, signIn, passkeys, on.cookies);
    AccountPages.mount(
        on.site, on.db, accounts, on.sessions, twoStep, post, passkeys, again, on.cookies);
    Targets targets = new Targets(on.secrets);
    ExportPages.mount(
        on.site,
        on.projects,
        new ProjectExport(on.db, on.channels, targets),
        new PersonExport(on.db, targets),
        new Erasure(on.db, targets),
        downloads,
        again,
        on.cookies);
  }

  private void mountProjects() {
    Members members = new Members(on.db);
    InvitationLinks links = new InvitationLinks(on.secrets, on.config.addresses().site());
    InvitationPages.mount(
        on.site,
        new Acceptance(on.db, members, post, links),
        links,
        accounts,
        post,
        welcome,
        on.cookies,
        others.ways());
    ProjectBadges badges = new ProjectBadges(on.db, on.badgeUrls);
    BadgePages.mount(on.site, badges, on.badgeUrls, on.boards);
    ProjectPages.mount(
        on.site,
        on.db,
        on.projects,
        on.channels,
        badges,
        members,
        new Invitations(on.db, members, post, links),
        new ProjectOffers(on.db, members, post),
        on.cookies,
        on.config.addresses().ping());
    AuditPages.mount(on.site, new AuditLog(on.db));
  }

  private static void lost(Throwable why) {
    LOG.error("what was to be done after an answer failed", why);
  }

  @Override
  public void close() {
    downloads.close();
    others.close();
  }
}
