package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.badges.Format;
import dev.tocsin.dashboard.badges.ProjectBadges;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls that ask for the addresses of badges. */
final class BadgeRequests {

  private final ProjectBadges badges;

  BadgeRequests(ProjectBadges badges) {
    this.badges = badges;
  }

  /** Six for each tag in use, and six for all checks. */
  Reply list(ApiKey key) {
    Map<String, Object> all = new LinkedHashMap<>();
    badges.of(key.projectId()).forEach(badge -> all.put(badge.tag(), six(badge.addresses())));
    return Reply.json(200, Map.of("badges", all));
  }

  private static Map<String, String> six(ProjectBadges.Addresses addresses) {
    Map<String, String> six = new LinkedHashMap<>();
    for (Format format : Format.values()) {
      six.put(format.word(), addresses.of(2, format));
      six.put(format.word() + "3", addresses.of(3, format));
    }
    return six;
  }
}
