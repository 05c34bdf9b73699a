package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Tally;
import dev.tocsin.dashboard.people.Project;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The list of checks as it is shown.
 *
 * @param matches how many checks pass the filter, on all pages
 * @param pages how many pages they fill
 * @param tags of the project, the most frequent first
 * @param pingUrl what a ping URL starts with, with a slash at the end
 */
public record ChecksView(
    Project project,
    ListQuery query,
    Tally tally,
    List<CheckLine> lines,
    int matches,
    int pages,
    List<String> tags,
    String pingUrl) {

  /** The address of the list, without a query. */
  public String path() {
    return "/projects/%s/checks".formatted(project.code());
  }

  /** A ping URL that makes its own check. */
  public String examplePing() {
    return "%s%s/backup?create=1".formatted(pingUrl, project.pingKey());
  }

  /** The address of the stream that keeps these very lines live. */
  public String live() {
    return "/live/projects/%s%s&seen=%s"
        .formatted(
            project.code(),
            query.href(),
            lines.stream()
                .map(l -> Long.toString(l.check().id(), 36) + "-" + l.check().fingerprint())
                .collect(Collectors.joining(".")));
  }
}
