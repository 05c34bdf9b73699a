package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks and rotas as the API shows them, as a file for {@code apply}: only what differs from the
 * defaults. Values are written as JSON, which is YAML too, and needs no rules for quoting.
 *
 * @param checks objects of the Management API
 * @param channels its list of channels
 * @param rotas its list of rotas
 * @param assertions its list of checks with assertions
 */
record ExportedFile(JsonNode checks, JsonNode channels, JsonNode rotas, JsonNode assertions) {

  /** The members in their order, with what they are if nobody says anything, as JSON. */
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    for (String text : List.of("name", "tags", "desc")) {
      DEFAULTS.put(text, "\"\"");
    }
    DEFAULTS.put("timeout", "86400");
    DEFAULTS.put("schedule", "");
    DEFAULTS.put("tz", "\"UTC\"");
    DEFAULTS.put("grace", "3600");
    DEFAULTS.put("manual_resume", "false");
    DEFAULTS.put("methods", "\"\"");
    for (String flag :
        List.of("filter_subject", "filter_body", "filter_http_body", "filter_default_fail")) {
      DEFAULTS.put(flag, "false");
    }
    for (String words : List.of("start_kw", "success_kw", "failure_kw")) {
      DEFAULTS.put(words, "\"\"");
    }
    // These are there only where they differ.
    for (String more :
        List.of(
            "max_runtime",
            "min_runtime",
            "early_tolerance",
            "failures_before_down",
            "successes_before_up",
            "overlapping_runs",
            "keep_alive",
            "blind_policy",
            "remind_every")) {
      DEFAULTS.put(more, "");
    }
  }

  /** All of it. */
  String text() {
    Map<String, Long> slugs = new HashMap<>();
    checks.forEach(check -> slugs.merge(check.path("slug").asText(), 1L, Long::sum));
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (JsonNode channel : channels) {
      if (!isRota(channel)) {
        names.add(channel.path("name").asText());
      }
    }
    if (!names.isEmpty()) {
      text.append("# Channels of this project, not kept in this file: ");
      text.append(names.stream().map(ExportedFile::json).collect(Collectors.joining(", ")));
      text.append('\n');
    }
    if (!rotas.isEmpty()) {
      text.append("rotas:\n");
      rotas.forEach(rota -> text.append(rota(rota)));
    }
    text.append(checks.isEmpty() ? "checks: []\n" : "checks:\n");
    for (JsonNode check : checks) {
      String slug = check.path("slug").asText();
      boolean known = !slug.isEmpty() && slugs.getOrDefault(slug, 0L) == 1;
      if (!known) {
        text.append(
            "  # A slug of its own is needed to keep %s here:\n"
                .formatted(check.path("uuid").asText()));
      }
      text.append(entry(check, known ? "  " : "  # "));
    }
    return text.toString();
  }

  private boolean isRota(JsonNode channel) {
    for (JsonNode rota : rotas) {
      if (rota.path("id").equals(channel.path("id"))) {
        return true;
      }
    }
    return false;
  }

  /** Turned off where a file could not keep it: by its name, with somebody who takes turns. */
  private String rota(JsonNode rota) {
    String name = rota.path("name").asText();
    long bearers = 0;
    for (JsonNode channel : channels) {
      bearers += channel.path("name").asText().equals(name) ? 1 : 0;
    }
    boolean known = !name.isEmpty() && bearers == 1 && !rota.path("people").isEmpty();
    String margin = known ? "  " : "  # ";
    StringBuilder text = new StringBuilder();
    if (!known) {
      text.append("  # A name of its own, and people, are needed to keep this rota here:\n");
    }
    text.append("%s- name: %s\n".formatted(margin, rota.path("name")));
    for (String member : List.of("begins", "turn", "tz")) {
      text.append("%s  %s: %s\n".formatted(margin, member, rota.path(member)));
    }
    text.append("%s  people:\n".formatted(margin));
    for (JsonNode person : rota.path("people")) {
      text.append(
          "%s    - {name: %s, channel: %s}\n"
              .formatted(
                  margin, person.path("name"), named(person.path("channel").asText()).get(0)));
    }
    return text.toString();
  }

  private String entry(JsonNode check, String margin) {
    StringBuilder text = new StringBuilder();
    text.append("%s- slug: %s\n".formatted(margin, check.path("slug")));
    DEFAULTS.forEach(
        (member, usual) -> {
          String value = check.path(member).toString();
          if (check.has(member) && !value.equals(usual)) {
            text.append("%s  %s: %s\n".formatted(margin, member, value));
          }
        });
    for (JsonNode of : assertions) {
      if (of.path("uuid").equals(check.path("uuid"))) {
        text.append("%s  assertions: %s\n".formatted(margin, of.path("assertions")));
      }
    }
    if (check.has("depends_on")) {
      text.append("%s  depends_on: %s\n".formatted(margin, slugs(check.path("depends_on"))));
    }
    String assigned = check.path("channels").asText();
    if (!assigned.isEmpty()) {
      text.append("%s  channels: %s\n".formatted(margin, named(assigned)));
    }
    return text.toString();
  }

  /** By slug where that is one check's only. */
  private ArrayNode slugs(JsonNode codes) {
    ArrayNode named = JsonNodeFactory.instance.arrayNode();
    for (JsonNode code : codes) {
      String slug = "";
      long bearers = 0;
      for (JsonNode check : checks) {
        slug = check.path("uuid").equals(code) ? check.path("slug").asText() : slug;
      }
      for (JsonNode check : checks) {
        bearers += check.path("slug").asText().equals(slug) ? 1 : 0;
      }
      named.add(slug.isEmpty() || bearers != 1 ? code.asText() : slug);
    }
    return named;
  }

  /** By name where that is one channel's only. */
  private ArrayNode named(String codes) {
    ArrayNode named = JsonNodeFactory.instance.arrayNode();
    for (String code : codes.split(",", -1)) {
      String name = "";
      long bearers = 0;
      for (JsonNode channel : channels) {
        if (channel.path("id").asText().equals(code)) {
          name = channel.path("name").asText();
        }
      }
      for (JsonNode channel : channels) {
        bearers += channel.path("name").asText().equals(name) ? 1 : 0;
      }
      named.add(name.isEmpty() || bearers != 1 ? code : name);
    }
    return named;
  }

  private static String json(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
