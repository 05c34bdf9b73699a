package dev.tocsin.channels.webhook;

import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a webhook sends.
 *
 * @param down empty: nothing is sent when a check goes down
 * @param up empty: nothing is sent when it comes back
 */
record WebhookSettings(Optional<Request> down, Optional<Request> up) {

  /** URLs that long are refused by many servers. */
  static final int MAX_URL_CHARS = 2_000;

  static final int MAX_BODY_CHARS = 10_000;
  static final int MAX_HEADERS = 20;
  static final int MAX_HEADER_CHARS = 1_000;

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

  /** They say how the request travels, which is not the business of a template. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** The methods on offer. */
  enum Method {
    GET(false),
    HEAD(false),
    POST(true),
    PUT(true),
    PATCH(true),
    DELETE(true);

    private final boolean hasBody;

    Method(boolean hasBody) {
      this.hasBody = hasBody;
    }
  }

  /** One request; URL, header values and body are templates for {@link Placeholders}. */
  record Request(Method method, String url, List<Header> headers, String body) {
    Request {
      headers = List.copyOf(headers);
    }

    /** For lists: paths and queries often hold a secret, so only method and host. */
    String summary() {
      return method + " " + WebAddress.parse(Placeholders.blank(url, "x")).getHost();
    }
  }

  /** Notes what is wrong in {@code json}; the result is good only if nothing is. */
  static WebhookSettings read(SettingsJson json) {
    Optional<Request> down = json.object("down", Optional.empty(), WebhookSettings::request);
    Optional<Request> up = json.object("up", Optional.empty(), WebhookSettings::request);
    if (json.problems().isEmpty() && down.isEmpty() && up.isEmpty()) {
      json.problem("down.url", "enter a URL for down, for up, or for both");
    }
    return new WebhookSettings(down, up);
  }

  private static Optional<Request> request(SettingsJson json) {
    Method method = method(json);
    String url = json.text("url", "", MAX_URL_CHARS).strip();
    List<Header> headers = headers(json);
    String body = json.text("body", "", MAX_BODY_CHARS);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    checkUrl(json, url);
    if (!method.hasBody && !body.isEmpty()) {
      json.problem("body", "leave it empty for %s, or choose POST".formatted(method));
    }
    return Optional.of(new Request(method, url, headers, body));
  }

  private static Method method(SettingsJson json) {
    String name = json.text("method", "POST", MAX_URL_CHARS).toUpperCase(Locale.ROOT);
    for (Method method : Method.values()) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    json.problem("method", "must be GET, HEAD, POST, PUT, PATCH or DELETE");
    return Method.POST;
  }

  private static void checkUrl(SettingsJson json, String url) {
    if (url.contains(ChannelKind.MASK)) {
      json.problem("url", WebhookMask.AGAIN);
      return;
    }
    try {
      URI one = WebAddress.parse(Placeholders.blank(url, "x"));
      URI other = WebAddress.parse(Placeholders.blank(url, "y"));
      if (!one.getRawAuthority().equals(other.getRawAuthority())) {
        json.problem("url", "placeholders may stand in path and query, not in the host");
      }
    } catch (IllegalArgumentException e) {
      json.problem("url", String.valueOf(e.getMessage()));
    }
  }

  private static List<Header> headers(SettingsJson json) {
    List<Header> headers = new ArrayList<>();
    for (Map.Entry<String, String> entry : json.textsByName("headers", MAX_HEADERS).entrySet()) {
      String name = entry.getKey();
      String value = entry.getValue().strip();
      if (!TOKEN.matcher(name).matches()) {
        json.problem("headers", "a name may hold letters, digits and hyphens");
      } else if (value.equals(ChannelKind.MASK)) {
        json.problem("headers." + name, WebhookMask.AGAIN);
      } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        json.problem("headers." + name, "is set by the sender, remove it");
      } else if (value.length() > MAX_HEADER_CHARS
          || value.chars().anyMatch(Character::isISOControl)) {
        json.problem(
            "headers." + name,
            "must be one line of at most %d characters".formatted(MAX_HEADER_CHARS));
      } else {
        headers.add(new Header(name, value));
      }
    }
    return headers;
  }
}
