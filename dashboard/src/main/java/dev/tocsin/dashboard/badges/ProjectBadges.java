package dev.tocsin.dashboard.badges;

import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.store.Db;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Which badges a project has. Blocking: call it on a worker thread. */
public final class ProjectBadges {

  /** As many as a page can show; the API lists all. */
  private static final int ON_A_PAGE = 50;

  private final Db db;
  private final BadgeUrls urls;

  public ProjectBadges(Db db, BadgeUrls urls) {
    this.db = db;
    this.urls = urls;
  }

  /** The addresses of one badge. */
  public interface Addresses {
    /** See {@link BadgeUrls#ofProject}. */
    String of(int states, Format format);
  }

  /** A badge: {@code tag} is {@code *} for that of all checks. */
  public record Tagged(String tag, Addresses addresses) {}

  /** The one of a tag, whether or not it is in use; without one, that of all checks. */
  public Tagged tagged(long projectId, Optional<String> tag) {
    return tagged(key(projectId), tag.orElse(Badge.ALL));
  }

  private Tagged tagged(UUID key, String tag) {
    return new Tagged(tag, (states, format) -> urls.ofProject(key, tag, states, format));
  }

  private UUID key(long projectId) {
    return db.first(
            "reading the badge key of project " + projectId,
            "SELECT badge_key FROM projects WHERE id = ?",
            row -> row.uuid("badge_key"),
            projectId)
        .orElseThrow();
  }

  /** One for each tag in use, sorted, and one for all checks, which comes last. */
  public List<Tagged> of(long projectId) {
    UUID key = key(projectId);
    Stream<String> tags =
        db
            .query(
                "reading the tags of project " + projectId,
                "SELECT DISTINCT tags FROM checks WHERE project_id = ?",
                row -> row.string("tags"),
                projectId)
            .stream()
            .flatMap(text -> CheckFilter.tagsOf(text).stream())
            .filter(tag -> !tag.equals(Badge.ALL))
            .distinct()
            .sorted(Comparator.naturalOrder());
    return Stream.concat(tags, Stream.of(Badge.ALL)).map(tag -> tagged(key, tag)).toList();
  }

  /** The same as pictures for people's pages, that of all checks first. */
  public List<BadgeLinks> links(long projectId, String projectName) {
    return of(projectId).stream()
        .sorted(Comparator.comparing(badge -> !badge.tag().equals(Badge.ALL)))
        .limit(ON_A_PAGE)
        .map(badge -> links(badge, projectName))
        .toList();
  }

  private BadgeLinks links(Tagged badge, String projectName) {
    String label = badge.tag().equals(Badge.ALL) ? projectName : badge.tag();
    return urls.links(label, badge.addresses().of(3, Format.SVG), Look.USUAL);
  }
}
