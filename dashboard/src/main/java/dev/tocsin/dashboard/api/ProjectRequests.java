package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.checks.CheckMoves;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.ProjectChanges;
import dev.tocsin.dashboard.people.ProjectEdit;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.audit.AuditLog;
import dev.tocsin.dashboard.people.invitations.InvitationLinks;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.mail.Letters;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.reports.ReportMail;
import dev.tocsin.dashboard.views.SavedViews;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Calls under {@code projects/}: who may, and the projects themselves. */
final class ProjectRequests {

  /** To a key that was made by password alone, where that is not enough. */
  static final Reply TWO_STEPS =
      Reply.error(
          403,
          "only for who signs in in two steps: do so, then make another key on your account page");

  private final boolean twoStep;
  private final Projects projects;
  private final ProjectChanges changes;
  private final MemberRequests members;
  private final InvitationRequests invitations;
  private final OfferRequests offers;
  private final MoveRequests moves;
  private final ExportRequests exports;
  private final ViewRequests views;
  private final ReportMailRequests reportMail;
  private final AuditRequests audit;
  private final KeyRequests keys;
  private final EscalationRequests escalation;

  ProjectRequests(
      Db db, ApiConfig config, SecretBox secrets, Channels kinds, ExportRequests exports) {
    Members people = new Members(db);
    Post post =
        new Post(
            new Letters(config.siteName(), config.siteUrl()),
            new Outbox(secrets, kinds.postbox().isPresent()));
    InvitationLinks links = new InvitationLinks(secrets, config.siteUrl());
    this.exports = exports;
    this.twoStep = config.twoStep();
    this.projects = new Projects(db, config.limits());
    this.changes = new ProjectChanges(db);
    this.invitations = new InvitationRequests(new Invitations(db, people, post, links));
    this.members = new MemberRequests(people, invitations);
    this.offers = new OfferRequests(new ProjectOffers(db, people, post));
    this.moves = new MoveRequests(new CheckMoves(db), projects);
    this.views = new ViewRequests(new SavedViews(db));
    this.reportMail = new ReportMailRequests(new ReportMail(db));
    this.audit = new AuditRequests(new AuditLog(db));
    this.keys = new KeyRequests(new Keys(db));
    this.escalation = new EscalationRequests(db);
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    Target target = call.target();
    boolean get = call.method().equals(HttpMethod.GET);
    if (target.route() == Route.PROJECTS) {
      return get ? list(key) : create(key, body);
    }
    return own(
        target.uuid(),
        key,
        project -> {
          Acting acting = key.in(project);
          return switch (target.route()) {
            case MEMBERS, MEMBER -> members.answer(call, project, acting, body);
            case INVITATIONS, INVITATION -> invitations.answer(call, project, acting, body);
            case OFFER, OFFER_ACCEPT -> offers.answer(call, project, acting, body);
            case CHECK_MOVE -> moves.move(call, project, key, body);
            case VIEWS, VIEW -> views.answer(call, project, key, body);
            case REPORT_MAIL -> reportMail.answer(call, project, key, body);
            case PROJECT_EXPORT -> exports.ofProject(project, key);
            case AUDIT -> audit.list(project, new QueryString(call.query()));
            case ESCALATION -> escalation.answer(call, project, acting, body);
            case KEYS, KEY -> keys.answer(call, project, acting, body);
            default ->
                get
                    ? Reply.json(200, ProjectObjects.project(project))
                    : call.method().equals(HttpMethod.DELETE)
                        ? delete(project, acting, new QueryString(call.query()))
                        : update(project, acting, body);
          };
        });
  }

  /** 404 if there is no such project, 403 if it is one that this key does not open. */
  private Reply own(UUID code, ApiKey key, Function<Project, Reply> reply) {
    Role role = key.readOnly() ? Role.READONLY : Role.MANAGER;
    Optional<Project> any = projects.find(code, role);
    if (any.isEmpty()) {
      return OwnChecks.notFound();
    }
    Optional<Project> own =
        key.account() == null
            ? any.filter(project -> project.id() == key.projectId())
            : projects.find(key.account().id(), code);
    return own.map(project -> holdsBack(project, key) ? TWO_STEPS : reply.apply(project))
        .orElseGet(() -> Reply.empty(403));
  }

  /** A key that was made by password alone opens no more than the password does. */
  private boolean holdsBack(Project project, ApiKey key) {
    return !key.twoSteps() && (twoStep || project.twoStep());
  }

  private Reply list(ApiKey key) {
    Role role = key.readOnly() ? Role.READONLY : Role.MANAGER;
    List<Project> own =
        key.account() == null
            ? projects.find(key.projectId(), role).stream().toList()
            : projects.of(key.account().id());
    return Reply.json(
        200,
        Map.of(
            "projects",
            own.stream()
                .filter(project -> !holdsBack(project, key))
                .map(ProjectObjects::project)
                .toList()));
  }

  private Reply create(ApiKey key, JsonNode body) {
    Account owner = key.account();
    if (owner == null) {
      return Reply.error(
          403, "only a key of an account (hca_) makes projects: make one on your account page");
    }
    if (twoStep && !key.twoSteps()) {
      return TWO_STEPS;
    }
    Fields fields = new Fields(body);
    String name = fields.words("name", Projects.LONGEST_NAME).orElse("");
    if (!body.has("name")) {
      fields.wrong("name", "is missing");
    }
    return fields
        .problem()
        .orElseGet(
            () ->
                projects
                    .create(name, owner, key.actor())
                    .either(
                        made ->
                            Reply.json(
                                201,
                                ProjectObjects.made(
                                    projects.find(made.code(), Role.OWNER).orElseThrow(), made)),
                        ProjectObjects::refusal));
  }

  private Reply update(Project project, Acting acting, JsonNode body) {
    Fields fields = new Fields(body);
    ProjectEdit edit =
        new ProjectEdit(
            fields.words("name", Projects.LONGEST_NAME),
            new ProjectEdit.Kept(
                fields.number("ping_log_limit", 1, Projects.MOST_PINGS),
                fields.number("ping_log_days", 0, Projects.MOST_DAYS),
                fields.number("body_days", 0, Projects.MOST_DAYS)),
            fields.flag("two_step"),
            fields.flag("new_ping_key").orElse(false),
            fields.fallback("fallback_channel"));
    return fields
        .problem()
        .orElseGet(
            () ->
                changes
                    .update(project, edit, acting)
                    .either(
                        now -> Reply.json(200, ProjectObjects.project(now)),
                        ProjectObjects::refusal));
  }

  /** Deletes only who says the name: an id is easily that of another project. */
  private Reply delete(Project project, Acting acting, QueryString query) {
    if (!query.last("confirm").orElse("").equals(project.name())) {
      return Reply.error(400, "to delete a project for ever, add ?confirm= and its name");
    }
    return changes
        .delete(project, acting)
        .either(was -> Reply.json(200, ProjectObjects.project(was)), ProjectObjects::refusal);
  }
}
