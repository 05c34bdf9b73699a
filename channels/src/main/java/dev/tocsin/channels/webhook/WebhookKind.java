package dev.tocsin.channels.webhook;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.SettingsJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request to any URL, with a method, headers and a body of one's own. */
public final class WebhookKind implements ChannelKind {

  private final Outbound outbound;

  public WebhookKind(Outbound outbound) {
    this.outbound = outbound;
  }

  @Override
  public String code() {
    return "webhook";
  }

  @Override
  public String title() {
    return "Webhook";
  }

  @Override
  public List<Field> fields() {
    return Stream.of("down", "up").flatMap(WebhookKind::fieldsOf).toList();
  }

  private static Stream<Field> fieldsOf(String status) {
    String[] methods =
        Stream.of(WebhookSettings.Method.values()).map(Enum::name).toArray(String[]::new);
    return Stream.of(
        Field.url(status + ".url", "URL when " + status)
            .hidden()
            .example("https://hooks.example.org/$SLUG")
            .hint("Empty: nothing is sent."),
        Field.choice(status + ".method", "Method", methods).otherwise("POST"),
        Field.pairs(status + ".headers", "Headers", WebhookSettings.MAX_HEADERS).hidden(),
        Field.text(status + ".body", "Body")
            .upTo(WebhookSettings.MAX_BODY_CHARS)
            .example("{\"check\": $NAME_JSON, \"status\": \"$STATUS\"}"));
  }

  @Override
  public List<String> problems(String json) {
    SettingsJson fields = SettingsJson.read(json);
    WebhookSettings.read(fields);
    return fields.problems();
  }

  @Override
  public String masked(String json) {
    return WebhookMask.masked(json);
  }

  @Override
  public String unmasked(String entered, String stored) {
    return WebhookMask.unmasked(entered, stored);
  }

  @Override
  public String summary(String json) {
    if (!problems(json).isEmpty()) {
      return "settings need attention";
    }
    WebhookSettings settings = settings(json);
    return Stream.of(
            settings.down().map(request -> request.summary() + " when down"),
            settings.up().map(request -> request.summary() + " when up"))
        .flatMap(part -> part.stream())
        .collect(Collectors.joining(", "));
  }

  @Override
  public Channel open(String json) {
    return new WebhookChannel(settings(json), outbound);
  }

  private static WebhookSettings settings(String json) {
    SettingsJson fields = SettingsJson.read(json);
    WebhookSettings settings = WebhookSettings.read(fields);
    fields.requireNoProblems();
    return settings;
  }
}
