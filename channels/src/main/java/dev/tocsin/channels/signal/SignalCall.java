package dev.tocsin.channels.signal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/** The method {@code send} of signal-cli, by JSON-RPC 2.0 over HTTP. */
final class SignalCall {

  /** Signal shows more than that as a file. */
  static final int MAX_MESSAGE_BYTES = 2_000;

  /** Signal wants to see that a human sends: {@code RateLimitException} of signal-cli. */
  private static final int RATE_LIMIT = -5;

  private static final JsonMapper JSON = new JsonMapper();

  private final SignalSettings settings;

  SignalCall(SignalSettings settings) {
    this.settings = settings;
  }

  Call of(Alert alert) {
    ObjectNode params = JSON.createObjectNode();
    if (!settings.account().isEmpty()) {
      params.put("account", settings.account());
    }
    if (settings.recipients().isEmpty()) {
      params.put("groupId", settings.group());
    } else {
      settings.recipients().forEach(params.putArray("recipient")::add);
    }
    params.put(
        "message", Sheet.whole(Message.of(alert), Markup.NONE, Room.bytes(MAX_MESSAGE_BYTES)));
    ObjectNode request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0");
    request.put("id", alert.key());
    request.put("method", "send");
    request.set("params", params);
    return Call.json(URI.create(settings.server() + "/api/v1/rpc"), alert, request);
  }

  /** JSON-RPC answers with 200 whatever became of it. Its words quote numbers, so ours do not. */
  static Verdict verdict(Answer answer) {
    if (answer.status() != 200) {
      return answer.verdictOfMessage();
    }
    JsonNode said = answer.json();
    if (said.has("error")) {
      return failed(answer, said.path("error"));
    }
    if (!said.has("result")) {
      return answer.again("this is not signal-cli, or its answer is too long");
    }
    Set<String> types = new HashSet<>();
    said.path("result").path("results").forEach(one -> types.add(one.path("type").asText()));
    return new Verdict.Delivered(
        types.isEmpty() || types.equals(Set.of("SUCCESS"))
            ? "answered 200"
            : "answered 200, but not all recipients could be reached");
  }

  private static Verdict failed(Answer answer, JsonNode error) {
    Set<String> types = new HashSet<>();
    error.findValues("type").forEach(type -> types.add(type.asText()));
    if (types.equals(Set.of("UNREGISTERED_FAILURE"))) {
      return answer.gone("no recipient is on Signal");
    }
    if (error.path("code").asInt() == RATE_LIMIT || types.contains("RATE_LIMIT_FAILURE")) {
      return answer.again("Signal asks the sender to slow down or to solve a captcha");
    }
    return answer.again("signal-cli says error " + error.path("code").asInt());
  }
}
