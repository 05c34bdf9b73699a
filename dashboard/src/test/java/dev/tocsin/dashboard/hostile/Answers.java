package dev.tocsin.dashboard.hostile;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for every answer of the pages, whatever was asked. */
final class Answers {

  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "content-security-policy",
              List.of(
                  "default-src 'none'",
                  "script-src 'self';",
                  "style-src 'self';",
                  "form-action 'self'",
                  "base-uri 'none'",
                  "frame-ancestors 'none'"),
          "x-content-type-options", List.of("nosniff"),
          "x-frame-options", List.of("DENY"),
          "cross-origin-opener-policy", List.of("same-origin"),
          "cache-control", List.of("no-store"));

  /** Links that open something by themselves tell nobody at all where they were clicked. */
  private static final Set<String> REFERRER = Set.of("same-origin", "no-referrer");

  private static final Set<String> COOKIES =
      Set.of("tocsin", "visitor", "step", "note", "project", "oidc");

  private static final Pattern COOKIE =
      Pattern.compile("(\\w+)=[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e]*(;.*)");

  private static final Pattern LOCATION =
      Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\<>\"]]*");

  private Answers() {}

  /** What is wrong with an answer, one line each. */
  static List<String> complaints(String asked, HttpResponse<String> answer) {
    List<String> wrong = new ArrayList<>();
    if (answer.statusCode() >= 500) {
      wrong.add("answered " + answer.statusCode());
    }
    HEADERS.forEach(
        (name, parts) -> {
          String value = answer.headers().firstValue(name).orElse("");
          if (!parts.stream().allMatch(value::contains) || value.contains("unsafe")) {
            wrong.add("%s: %s".formatted(name, value));
          }
        });
    String referrer = answer.headers().firstValue("referrer-policy").orElse("");
    if (!REFERRER.contains(referrer)) {
      wrong.add("referrer-policy: " + referrer);
    }
    answer.headers().map().forEach((name, all) -> all.forEach(one -> header(name, one, wrong)));
    String type = answer.headers().firstValue("content-type").orElse("");
    if (type.startsWith("text/html")) {
      wrong.addAll(Markup.complaints(answer.body()));
    } else if (type.startsWith("text/calendar")) {
      answer.body().lines().filter(line -> line.startsWith("x-boom")).forEach(wrong::add);
    } else if (!answer.body().isEmpty()
        && !type.startsWith("application/json")
        && !answer
            .headers()
            .firstValue("content-disposition")
            .orElse("")
            .startsWith("attachment")) {
      wrong.add("neither a page nor a file: " + type);
    }
    String where = asked.length() > 160 ? asked.substring(0, 160) + "…" : asked;
    return wrong.stream().map(one -> where + " → " + one).toList();
  }

  private static void header(String name, String value, List<String> wrong) {
    boolean fine =
        switch (name) {
          case "location", "hx-redirect", "hx-location" -> LOCATION.matcher(value).matches();
          case "set-cookie" -> isOurs(value);
          default -> !name.contains(HostileRows.MARK) && !value.contains("<");
        };
    if (!fine) {
      wrong.add("%s: %s".formatted(name, value));
    }
  }

  private static boolean isOurs(String cookie) {
    var parts = COOKIE.matcher(cookie);
    return parts.matches()
        && COOKIES.contains(parts.group(1))
        && parts.group(2).contains("HTTPOnly")
        && parts.group(2).contains("SameSite=Lax")
        && parts.group(2).contains("Path=/")
        && !parts.group(2).contains("Domain");
  }
}
