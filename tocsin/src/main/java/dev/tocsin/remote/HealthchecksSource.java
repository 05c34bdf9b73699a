package dev.tocsin.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.remote.Api.Answer;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checks of a server that speaks the protocol of Healthchecks, of whatever age. */
public final class HealthchecksSource {

  /** From new to old: the first one that is there. */
  private static final List<String> PATHS = List.of("v3/checks/", "v2/checks/", "v1/checks/");

  /** Settings; what else a check has is its history, or the other server's business. */
  private static final List<String> MEMBERS =
      List.of(
          "name",
          "slug",
          "tags",
          "desc",
          "grace",
          "timeout",
          "schedule",
          "tz",
          "manual_resume",
          "methods",
          "start_kw",
          "success_kw",
          "failure_kw",
          "filter_subject",
          "filter_body",
          "filter_http_body",
          "filter_default_fail",
          "max_runtime",
          "min_runtime",
          "early_tolerance",
          "failures_before_down",
          "successes_before_up",
          "overlapping_runs",
          "keep_alive",
          "blind_policy",
          "depends_on",
          "remind_every");

  /** What servers had before they had keywords. */
  private static final List<String> OLDER_MEMBERS = List.of("subject", "subject_fail");

  private static final Pattern UUID_AT_END =
      Pattern.compile(".*/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private HealthchecksSource() {}

  /** All of them, as {@code import} wants them. */
  public static ArrayNode checks(Api source) throws CannotStartException {
    ArrayNode checks = JsonNodeFactory.instance.arrayNode();
    for (JsonNode check : list(source)) {
      checks.add(settings(check, uuid(check).orElseThrow(() -> noUuid(source))));
    }
    return checks;
  }

  private static JsonNode list(Api source) throws CannotStartException {
    for (String path : PATHS) {
      Answer answer = source.get(path);
      if (answer.status() != 404) {
        JsonNode checks = answer.usable(source).json().path("checks");
        if (!checks.isArray()) {
          throw new CannotStartException(
              Exit.DATABASE, source + ": answers, but not with checks: is it a Healthchecks?");
        }
        return checks;
      }
    }
    throw new CannotStartException(
        Exit.REFUSED, source + ": has no Management API: is it the root of a Healthchecks?");
  }

  private static Optional<String> uuid(JsonNode check) {
    for (String member : List.of("uuid", "ping_url", "update_url")) {
      Matcher uuid = UUID_AT_END.matcher("/" + check.path(member).asText());
      if (uuid.matches()) {
        return Optional.of(uuid.group(1));
      }
    }
    return Optional.empty();
  }

  private static CannotStartException noUuid(Api source) {
    return new CannotStartException(
        Exit.KEY,
        source
            + ": this key is read-only, and shows no UUIDs. Make a read-write key in the settings of"
            + " the project there, and use that");
  }

  private static ObjectNode settings(JsonNode check, String uuid) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("uuid", uuid);
    copy(check, settings, MEMBERS);
    if (!check.has("filter_subject")) {
      copy(check, settings, OLDER_MEMBERS);
    }
    return settings;
  }

  private static void copy(JsonNode from, ObjectNode to, List<String> members) {
    for (String member : members) {
      if (from.hasNonNull(member)) {
        to.set(member, from.get(member));
      }
    }
  }
}
