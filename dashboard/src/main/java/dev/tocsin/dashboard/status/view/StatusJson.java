package dev.tocsin.dashboard.status.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.status.told.Announcement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page for programs. */
final class StatusJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /** The object without its closing brace: how old it is comes last, when it is known. */
  static byte[] of(PageView view) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", view.page().name());
    json.put("url", view.url());
    json.put("state", Map.of("look", view.mood().look(), "words", view.mood().words()));
    json.put("groups", view.groups().stream().map(StatusJson::group).toList());
    json.put("current", view.on().stream().map(one -> said(view, one)).toList());
    json.put("planned", view.planned().stream().map(one -> said(view, one)).toList());
    json.put("past", view.past().stream().map(one -> said(view, one)).toList());
    try {
      byte[] whole = JSON.writeValueAsBytes(json);
      return Arrays.copyOf(whole, whole.length - 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }

  private static Map<String, @Nullable Object> group(PageView.Group group) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("title", group.title());
    json.put("checks", group.lines().stream().map(StatusJson::line).toList());
    return json;
  }

  private static Map<String, @Nullable Object> line(Line line) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", line.name());
    json.put("state", line.state().shape());
    json.put("since", line.since().map(Object::toString).orElse(null));
    double uptime = line.bars().uptime();
    json.put("uptime_90d", uptime < 0 ? null : Math.floor(uptime * 100) / 100);
    json.put("days", line.bars().troubled().stream().map(StatusJson::day).toList());
    return json;
  }

  private static Map<String, Object> day(Day day) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("date", day.date().toString());
    json.put("down_seconds", day.down().toSeconds());
    json.put("blind_seconds", day.blind().toSeconds());
    json.put("unverified_runs", day.unverified());
    return json;
  }

  private static Map<String, @Nullable Object> said(PageView view, Announcement one) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", one.code().toString());
    json.put("kind", one.kind().word());
    json.put("title", one.title());
    json.put("impact", one.impact().word());
    json.put("state", one.state(view.asOf()).word());
    json.put("start", one.starts().toString());
    json.put("end", one.ends() == null ? null : one.ends().toString());
    List<Map<String, String>> updates =
        one.updates().stream()
            .map(
                update ->
                    Map.of(
                        "at", update.at().toString(),
                        "state", update.state().word(),
                        "body", update.body()))
            .toList();
    json.put("updates", updates);
    return json;
  }
}
