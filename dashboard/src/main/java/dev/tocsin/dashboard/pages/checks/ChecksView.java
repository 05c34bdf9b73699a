package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Tally;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.views.SavedView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The list of checks as it is shown.
 *
 * @param heads what stands above a line where a group begins, by the id of its check
 * @param matches how many checks pass the filter, on all pages
 * @param pages how many pages they fill
 * @param tags of the project, the most frequent first
 * @param saved the views of whoever looks
 * @param channels of the project, to give them to selected checks
 * @param first {@code waiting}: no check was ever pinged; {@code heard}: one just was; else empty
 * @param pingUrl what a ping URL starts with, with a slash at the end
 */
public record ChecksView(
    Project project,
    ListQuery query,
    Tally tally,
    List<CheckLine> lines,
    Map<Long, Groups.Head> heads,
    int matches,
    int pages,
    List<String> tags,
    List<SavedView> saved,
    List<ChannelRow> channels,
    String first,
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
    return "/live/projects/%s%s&first=%s&seen=%s"
        .formatted(project.code(), query.href(), first, seen(lines));
  }

  /** The address that is asked now and then whether lines further down still are true. */
  public String poll() {
    return "%s/cells?part=%d&seen=%s".formatted(path(), query.page(), seen(lines));
  }

  /** Whether more lines follow. */
  public boolean more() {
    return query.page() < pages;
  }

  /** Lines as {@link ListLens} reads them: which, and what they look like. */
  static String seen(List<CheckLine> lines) {
    return lines.stream()
        .map(l -> RowIds.of(l.check()) + "-" + l.check().fingerprint())
        .collect(Collectors.joining("."));
  }
}
