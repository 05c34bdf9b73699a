package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.crontab.Job;
import dev.tocsin.domain.schedule.TimeZones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The checks that a project has already, as a crontab may speak of them. */
final class KnownChecks {

  private final List<JsonNode> checks = new ArrayList<>();

  KnownChecks(JsonNode answer) {
    answer.path("checks").forEach(checks::add);
  }

  /** Whether a command has the ping URL of one of them. */
  boolean isPingedBy(String command) {
    return checks.stream().anyMatch(check -> command.contains(check.path("uuid").asText()));
  }

  /** The slugs of those that a table pings: they have their job. */
  Set<String> slugsPingedBy(String table) {
    Set<String> slugs = new HashSet<>();
    for (JsonNode check : checks) {
      if (table.contains(check.path("uuid").asText())) {
        slugs.add(check.path("slug").asText());
      }
    }
    return slugs;
  }

  /** What speaks against using a check for a job because both have the slug. */
  List<String> contradictions(String file, List<Job> jobs) {
    Map<String, JsonNode> bySlug = new HashMap<>();
    checks.forEach(check -> bySlug.putIfAbsent(check.path("slug").asText(), check));
    List<String> told = new ArrayList<>();
    for (Job job : jobs) {
      JsonNode check = bySlug.get(job.slug());
      if (check != null && !runsAt(check, job)) {
        told.add(
            "%s:%d: the slug %s belongs to a check with another schedule: say --slug-prefix"
                .formatted(file, job.line(), job.slug()));
      }
    }
    return told;
  }

  private static boolean runsAt(JsonNode check, Job job) {
    return check.path("schedule").asText().equals(job.schedule())
        && check.path("tz").asText().equals(TimeZones.canonical(job.zone()).orElse(job.zone()));
  }
}
