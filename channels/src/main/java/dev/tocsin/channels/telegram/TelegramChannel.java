package dev.tocsin.channels.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.telegram.TelegramKind.Settings;
import dev.tocsin.channels.words.Html;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sends with the method {@code sendMessage} of the Bot API. */
final class TelegramChannel implements Channel {

  static final int MAX_TEXT_CHARS = 4_096;

  private static final String API = "https://api.telegram.org";

  /** The number of a group has just changed: nothing has to pass before the next try. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** What the API says, in lower case, of a bad request that will stay one. */
  private static final List<String> GONE =
      List.of(
          "chat not found",
          "message thread not found",
          "topic_closed",
          "topic_deleted",
          "chat_write_forbidden",
          "not enough rights",
          "need administrator rights",
          "have no rights",
          "peer_id_invalid",
          "group is deactivated",
          "group chat was deleted");

  private final Settings settings;
  private final Endpoints endpoints;
  private final Outbound outbound;
  private final MovedChats moved;

  TelegramChannel(Settings settings, Endpoints endpoints, Outbound outbound, MovedChats moved) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.outbound = outbound;
    this.moved = moved;
  }

  @Override
  public boolean groups() {
    return true;
  }

  @Override
  public Verdict deliver(Alert alert) {
    Message message = Message.of(alert);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chat_id", moved.find(settings.chat()));
    settings.topic().ifPresent(topic -> json.put("message_thread_id", Long.parseLong(topic)));
    json.put("text", Sheet.whole(message, Html.LINES, Room.chars(MAX_TEXT_CHARS)));
    json.put("parse_mode", "HTML");
    json.put("link_preview_options", Map.of("is_disabled", true));
    String path = "/bot" + settings.token() + "/sendMessage";
    return outbound.send(Call.json(endpoints.at(API, path), alert, json), this::judge);
  }

  /** Only an answer in the form of the API is believed: others come from what stands between us. */
  private Verdict judge(Answer answer) {
    JsonNode said = answer.json();
    if (!said.path("ok").isBoolean()) {
      return answer.status() < 300 ? answer.again("not the Bot API") : answer.verdictOfMessage();
    }
    if (said.path("ok").booleanValue()) {
      return answer.verdictOfMessage();
    }
    JsonNode parameters = said.path("parameters");
    if (parameters.path("migrate_to_chat_id").canConvertToLong()) {
      String now = parameters.path("migrate_to_chat_id").asText();
      moved.moved(settings.chat(), now);
      return new Verdict.TryAgain(
          "the group is a supergroup now: enter %s as its number".formatted(now),
          Optional.of(AT_ONCE));
    }
    String why = said.path("description").asText().toLowerCase(Locale.ROOT);
    return switch (answer.status()) {
      case 401, 404 -> answer.gone("Telegram does not know this token");
      case 403 -> answer.gone("the bot is not in the chat, was blocked, or may not write there");
      case 400 ->
          GONE.stream().anyMatch(why::contains)
              ? answer.gone("Telegram knows no such chat or topic, or the bot may not write there")
              : answer.verdictOfMessage();
      default ->
          answer.withRetryAfter(parameters.path("retry_after").asDouble()).verdictOfMessage();
    };
  }
}
