package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.people.Project;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Checks down, channels across, a box where they meet.
 *
 * @param checks of this page
 * @param assigned check id to the codes of its channels
 * @param text what was searched for
 * @param untold only checks that tell nobody
 * @param matches how many checks there are on all pages
 */
public record Matrix(
    Project project,
    List<ChannelRow> channels,
    List<Shown> checks,
    Map<Long, List<UUID>> assigned,
    String text,
    boolean untold,
    int page,
    int pages,
    int matches) {

  public boolean has(Shown check, ChannelRow channel) {
    return assigned.getOrDefault(check.id(), List.of()).contains(channel.code());
  }

  /** What a form calls the place where a check and a channel meet: ids with base 36. */
  public static String cell(Shown check, ChannelRow channel) {
    return cell(check.id(), channel.id());
  }

  static String cell(long check, long channel) {
    return Long.toString(check, 36) + "-" + Long.toString(channel, 36);
  }

  /** All places with a tick, as the page shows them: a form changes what differs from that. */
  public String was() {
    Set<String> cells = new LinkedHashSet<>();
    for (Shown check : checks) {
      channels.stream().filter(c -> has(check, c)).forEach(c -> cells.add(cell(check, c)));
    }
    return cells.stream().collect(Collectors.joining("."));
  }

  public String path() {
    return "/projects/%s/channels/matrix".formatted(project.code());
  }

  /** The address of another page of the same. */
  public String href(int number) {
    return "%s?q=%s%s&page=%d"
        .formatted(
            path(),
            URLEncoder.encode(text, StandardCharsets.UTF_8),
            untold ? "&untold=on" : "",
            number);
  }
}
