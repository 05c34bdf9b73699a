package dev.tocsin.channels.webhook;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WebAddress;
import dev.tocsin.channels.webhook.WebhookSettings.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends one request per check: a template made for one check cannot speak of several. */
final class WebhookChannel implements Channel {

  private final WebhookSettings settings;
  private final Outbound outbound;

  WebhookChannel(WebhookSettings settings, Outbound outbound) {
    this.settings = settings;
    this.outbound = outbound;
  }

  @Override
  public boolean groups() {
    return false;
  }

  @Override
  public Verdict deliver(Alert alert) {
    Subject subject = Subject.of(alert);
    // A test shows that the channel works, so it takes the request that there is.
    boolean down = alert.test() ? settings.down().isPresent() : subject.down();
    String status = down ? "down" : "up";
    Optional<Request> request = down ? settings.down() : settings.up();
    return request
        .map(template -> outbound.send(fill(template, alert, new Placeholders(subject, status))))
        .orElseGet(() -> new Verdict.Delivered("not configured for " + status));
  }

  private static Call fill(Request template, Alert alert, Placeholders values) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Idempotency-Key", alert.key()));
    if (alert.test()) {
      headers.add(new Header("Tocsin-Test", "true"));
    }
    if (!template.body().isEmpty()) {
      headers.add(new Header("Content-Type", contentType(template.body())));
    }
    // Last, so that they replace ours.
    template.headers().forEach(h -> headers.add(new Header(h.name(), values.inHeader(h.value()))));
    return new Call(
        template.method().name(),
        WebAddress.parse(values.inUrl(template.url())),
        headers,
        values.inBody(template.body()).getBytes(StandardCharsets.UTF_8));
  }

  private static String contentType(String body) {
    String start = body.stripLeading();
    boolean json = start.startsWith("{") || start.startsWith("[") || start.startsWith("$JSON");
    return (json ? "application/json" : "text/plain") + "; charset=utf-8";
  }
}
