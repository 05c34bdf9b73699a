package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.channels.ChannelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds as people choose among them: sorted by what one looks for, each with a sentence that
 * says what it does, and with the words that one may search for instead of its name.
 */
public final class KindShelf {

  /** A heading, and the kinds under it. */
  public record Board(String title, List<Item> items) {}

  /**
   * A kind on the shelf.
   *
   * @param about one sentence
   * @param words to be found by, besides title and sentence
   */
  public record Item(ChannelKind kind, String about, String words) {}

  private record Said(String about, String words) {}

  private static final List<Map.Entry<String, List<String>>> BOARDS =
      List.of(
          Map.entry("Mail and web", List.of("email", "webhook")),
          Map.entry(
              "Chat",
              List.of(
                  "slack",
                  "msteams",
                  "discord",
                  "googlechat",
                  "telegram",
                  "matrix",
                  "mattermost",
                  "rocketchat",
                  "zulip",
                  "signal")),
          Map.entry("Phones", List.of("ntfy", "pushover", "gotify", "sms", "call")),
          Map.entry("On-call", List.of("pagerduty", "opsgenie", "alertmanager")),
          Map.entry("More", List.of("apprise", "shell", "group")));

  private static final Map<String, Said> SAID =
      Map.ofEntries(
          Map.entry("slack", new Said("Messages in a Slack channel.", "chat incoming webhook")),
          Map.entry("msteams", new Said("Cards in a Microsoft Teams channel.", "chat office card")),
          Map.entry("discord", new Said("Messages in a Discord channel.", "chat")),
          Map.entry("googlechat", new Said("Messages in a Google Chat space.", "workspace")),
          Map.entry("telegram", new Said("Messages of a Telegram bot.", "chat bot")),
          Map.entry("matrix", new Said("Messages in a Matrix room.", "chat element synapse")),
          Map.entry("mattermost", new Said("Messages in a Mattermost channel.", "chat")),
          Map.entry("rocketchat", new Said("Messages in a Rocket.Chat channel.", "chat")),
          Map.entry("zulip", new Said("Messages in a Zulip channel.", "chat stream")),
          Map.entry("signal", new Said("Messages through a signal-cli of yours.", "chat phone")),
          Map.entry(
              "ntfy", new Said("Push with buttons, from ntfy.sh or a server of yours.", "phone")),
          Map.entry(
              "pushover", new Said("Push that can repeat until confirmed.", "phone emergency")),
          Map.entry("gotify", new Said("Push from a Gotify server of yours.", "phone")),
          Map.entry("sms", new Said("Text messages, through Twilio.", "phone text mobile")),
          Map.entry("call", new Said("A voice that wakes people, through Twilio.", "telephone")),
          Map.entry("pagerduty", new Said("Incidents that end by themselves.", "pager events")),
          Map.entry("opsgenie", new Said("Alerts that close by themselves.", "atlassian jira")),
          Map.entry(
              "alertmanager", new Said("Alerts for your own Prometheus routes.", "prometheus")),
          Map.entry("email", new Said("Mail to one or more addresses.", "e-mail smtp")),
          Map.entry(
              "webhook",
              new Said("A request of your making, to any address.", "http api url post json")),
          Map.entry("apprise", new Said("A hundred more services, through Apprise.", "")),
          Map.entry("shell", new Said("A command on the server.", "script program exec")),
          Map.entry(
              "group", new Said("Several of these channels under one name.", "team members")));

  private KindShelf() {}

  /** All kinds that are offered here; one that has no place yet stands on the last board. */
  static List<Board> of(List<ChannelKind> kinds) {
    List<Board> boards = new ArrayList<>();
    List<ChannelKind> left = new ArrayList<>(kinds);
    left.removeIf(kind -> !kind.offered());
    for (Map.Entry<String, List<String>> board : BOARDS) {
      List<Item> items = new ArrayList<>();
      for (String code : board.getValue()) {
        Optional<ChannelKind> kind = left.stream().filter(k -> k.code().equals(code)).findFirst();
        kind.ifPresent(k -> items.add(item(k)));
        kind.ifPresent(left::remove);
      }
      boards.add(new Board(board.getKey(), items));
    }
    left.forEach(kind -> boards.get(boards.size() - 1).items().add(item(kind)));
    boards.removeIf(board -> board.items().isEmpty());
    return boards;
  }

  private static Item item(ChannelKind kind) {
    return new Item(kind, about(kind.code()), said(kind.code()).words());
  }

  /** What channels of a kind do, in one sentence; may be empty. */
  static String about(String code) {
    return said(code).about();
  }

  private static Said said(String code) {
    return SAID.getOrDefault(code, new Said("", ""));
  }
}
