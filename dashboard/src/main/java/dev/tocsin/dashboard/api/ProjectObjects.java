package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.ListedKey;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.NewKey;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.audit.Event;
import dev.tocsin.dashboard.people.invitations.Invitation;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.offers.Offer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What projects, members and keys look like in JSON, and why something was refused. */
final class ProjectObjects {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private ProjectObjects() {}

  /** Without its ping key for who may only read: it would let them ping. */
  static Map<String, @Nullable Object> project(Project project) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", project.code().toString());
    object.put("name", project.name());
    object.put("role", project.role().word());
    object.put("check_limit", project.limits().checks());
    object.put("member_limit", project.limits().members());
    object.put("channel_limit", project.limits().channels());
    object.put("ping_limit", project.limits().pingsPerMinute());
    object.put("two_step", project.twoStep());
    object.put("ping_log_limit", project.kept().newest());
    object.put("ping_log_days", project.kept().days());
    object.put("body_days", project.kept().bodyDays());
    object.put("fallback_channel", project.fallback().map(UUID::toString).orElse(null));
    object.put("created_at", time(project.createdAt()));
    if (project.mayEdit()) {
      object.put("ping_key", project.pingKey());
    }
    return object;
  }

  /** With its first keys, this once. */
  static Map<String, @Nullable Object> made(Project project, NewProject made) {
    Map<String, @Nullable Object> object = project(project);
    object.put("api_key", made.apiKey());
    object.put("api_key_readonly", made.apiKeyReadonly());
    return object;
  }

  static Map<String, @Nullable Object> member(Member member) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("email", member.account().email());
    object.put("role", member.role().word());
    object.put("added_at", time(member.addedAt()));
    return object;
  }

  static Map<String, @Nullable Object> invitation(Invitation invitation) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", invitation.code().toString());
    object.put("email", invitation.email());
    object.put("role", invitation.role().word());
    object.put("invited_by", invitation.invitedBy());
    object.put("created_at", time(invitation.createdAt()));
    object.put("expires_at", time(invitation.expiresAt()));
    return object;
  }

  /** With its link, this once. */
  static Map<String, @Nullable Object> made(Invitations.Made made) {
    Map<String, @Nullable Object> object = invitation(made.invitation());
    object.put("url", made.link());
    return object;
  }

  static Map<String, @Nullable Object> offer(Offer offer) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("to", offer.to().email());
    object.put("by", offer.by().email());
    object.put("created_at", time(offer.at()));
    return object;
  }

  static Map<String, @Nullable Object> event(Event event) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", event.id());
    object.put("at", time(event.at()));
    object.put("actor", event.actor());
    object.put("action", event.action());
    object.put("detail", event.detail());
    return object;
  }

  static Map<String, @Nullable Object> key(ListedKey key) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", key.code().toString());
    object.put("name", key.name());
    object.put("read_only", key.rights().readOnly());
    object.put("scopes", key.rights().words());
    object.put("hint", key.hint());
    object.put("created_at", time(key.createdAt()));
    object.put("created_by", key.createdBy());
    object.put("used_at", time(key.usedAt()));
    object.put("expires_at", time(key.rights().expiresAt()));
    return object;
  }

  /** With the key itself, this once. */
  static Map<String, @Nullable Object> made(NewKey made) {
    Map<String, @Nullable Object> object = key(made.listed());
    object.put("key", made.key());
    return object;
  }

  static Reply refusal(Outcome.Refused<?> refused) {
    int status =
        switch (refused.reason()) {
          case INVALID -> 400;
          case FORBIDDEN -> 403;
          case MISSING -> 404;
          case CONFLICT -> 409;
        };
    return Reply.error(status, refused.why());
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : SECONDS.format(at);
  }
}
