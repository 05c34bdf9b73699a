package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * Calls under {@code projects/<uuid>/members/}. Whoever is to become a member is invited, and says
 * yes: so nobody finds out here who has an account.
 */
final class MemberRequests {

  private static final int LONGEST_WORD = 20;

  private final Members members;
  private final InvitationRequests invitations;

  MemberRequests(Members members, InvitationRequests invitations) {
    this.members = members;
    this.invitations = invitations;
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    boolean get = call.method().equals(HttpMethod.GET);
    if (call.target().route() == Route.MEMBERS) {
      return get ? list(project) : invitations.invite(project, acting, body);
    }
    String email = call.target().parts().get(1);
    if (get) {
      return members
          .find(project.id(), email)
          .map(member -> Reply.json(200, ProjectObjects.member(member)))
          .orElseGet(OwnChecks::notFound);
    }
    return call.method().equals(HttpMethod.DELETE)
        ? reply(200, members.remove(project.id(), email, acting))
        : change(project, email, acting, body);
  }

  private Reply list(Project project) {
    return Reply.json(
        200,
        Map.of("members", members.of(project.id()).stream().map(ProjectObjects::member).toList()));
  }

  private Reply change(Project project, String email, Acting acting, JsonNode body) {
    Fields fields = new Fields(body);
    Optional<Role> role = role(fields);
    if (role.isEmpty()) {
      fields.wrong("role", "is missing");
    }
    return fields
        .problem()
        .orElseGet(
            () -> reply(200, members.change(project.id(), email, role.orElseThrow(), acting)));
  }

  /** The role that is asked for, if one is; notes what is wrong with it. */
  static Optional<Role> role(Fields fields) {
    Optional<String> word = fields.text("role", LONGEST_WORD);
    Optional<Role> role = word.flatMap(Role::of);
    if (word.isPresent() && role.isEmpty()) {
      fields.wrong("role", "is not one of owner, manager, member, readonly");
    }
    return role;
  }

  private static Reply reply(int status, Outcome<Member> outcome) {
    return outcome.either(
        member -> Reply.json(status, ProjectObjects.member(member)), ProjectObjects::refusal);
  }
}
