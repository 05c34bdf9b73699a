package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.invitations.Invitations;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls under {@code projects/<uuid>/invitations/}. */
final class InvitationRequests {

  private static final int LONGEST_EMAIL = 254;

  private final Invitations invitations;

  InvitationRequests(Invitations invitations) {
    this.invitations = invitations;
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    if (!project.mayManage()) {
      return forbidden(project);
    }
    boolean get = call.method().equals(HttpMethod.GET);
    if (call.target().route() == Route.INVITATIONS) {
      return get ? list(project) : invite(project, acting, body);
    }
    UUID code = call.target().second();
    return get
        ? invitations
            .find(project.id(), code)
            .map(found -> Reply.json(200, ProjectObjects.invitation(found)))
            .orElseGet(OwnChecks::notFound)
        : invitations
            .revoke(project.id(), code, acting)
            .either(
                was -> Reply.json(200, ProjectObjects.invitation(was)), ProjectObjects::refusal);
  }

  private static Reply forbidden(Project project) {
    return Reply.error(
        403,
        "only managers and owners see invitations; you are " + project.role().word() + " here");
  }

  private Reply list(Project project) {
    return Reply.json(
        200,
        Map.of(
            "invitations",
            invitations.of(project.id()).stream().map(ProjectObjects::invitation).toList()));
  }

  /** Invites somebody, whether they have an account or not. */
  Reply invite(Project project, Acting acting, JsonNode body) {
    if (!project.mayManage()) {
      return forbidden(project);
    }
    Fields fields = new Fields(body);
    String email = fields.words("email", LONGEST_EMAIL).orElse("");
    if (!body.has("email")) {
      fields.wrong("email", "is missing");
    }
    Optional<Role> role = MemberRequests.role(fields);
    return fields
        .problem()
        .orElseGet(
            () ->
                invitations
                    .invite(project, email, role.orElse(Role.MEMBER), acting)
                    .either(
                        made -> Reply.json(201, ProjectObjects.made(made)),
                        ProjectObjects::refusal));
  }
}
