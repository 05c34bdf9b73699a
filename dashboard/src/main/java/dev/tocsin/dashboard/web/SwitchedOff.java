package dev.tocsin.dashboard.web;

import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What operators have switched off, and what pages say instead. */
final class SwitchedOff {

  /**
   * What changes nothing, or must work while all is read-only: to sign in and out, what operators
   * do against the trouble, and previews of what is being typed.
   */
  private static final Pattern EXEMPT =
      Pattern.compile("/sign-(in|out)(/.*)?|/setup/.*|/system(/.*)?|/ack/operators/.*|.*/preview");

  /** Pages that read much for few. */
  private static final Pattern EXPENSIVE =
      Pattern.compile("/projects/[^/]+/(reports|doctor|export\\.zip)|/account/export\\.zip");

  /** The log of a check, which can be searched. */
  private static final Pattern LOG = Pattern.compile("/checks/[^/]+(/log)?");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm z", Locale.ENGLISH);

  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final Duration USUAL_RETRY = Duration.ofMinutes(1);

  private SwitchedOff() {}

  /** The answer to a request for something that is switched off; empty: it is not. */
  static Optional<Answer> answer(Visit visit, RoutingContext http) {
    Optional<String> name = rodFor(http);
    return name.flatMap(visit::rod).map(rod -> refuse(visit, rod));
  }

  private static Optional<String> rodFor(RoutingContext http) {
    String path = http.normalizedPath();
    if (http.request().method().equals(HttpMethod.POST)) {
      return EXEMPT.matcher(path).matches() ? Optional.empty() : Optional.of(ControlRods.READ_ONLY);
    }
    List<String> text = http.queryParams().getAll("text");
    boolean searches =
        LOG.matcher(path).matches() && text.stream().anyMatch(word -> !word.isBlank());
    return searches || EXPENSIVE.matcher(path).matches()
        ? Optional.of(ControlRods.EXPENSIVE)
        : Optional.empty();
  }

  private static Answer refuse(Visit visit, Rod rod) {
    boolean readOnly = rod.name().equals(ControlRods.READ_ONLY);
    String who = visit.operator() ? rod.setBy() : "whoever runs this installation";
    String until =
        rod.until() == null
            ? "for a while"
            : "until " + TIME.format(rod.until().atZone(visit.viewer().zone()));
    String detail =
        readOnly
            ? "Nothing was changed: %s has switched changes off %s (%s). Pings are heard as ever."
            : "Reports, the doctor, exports and searches in bodies ask much of the database, and %s"
                + " has switched them off %s (%s). Checks, pings and alerts go on as ever.";
    return visit
        .page(
            503,
            Optional.empty(),
            "",
            readOnly ? "Read-only for now" : "Switched off for now",
            "pages/error.jte",
            Map.of("detail", detail.formatted(who, until, rod.reason())))
        .header("Retry-After", Long.toString(retryAfter(visit, rod).toSeconds()));
  }

  private static Duration retryAfter(Visit visit, Rod rod) {
    if (rod.until() == null) {
      return USUAL_RETRY;
    }
    Duration left = Duration.between(visit.viewer().now(), rod.until()).plusSeconds(1);
    return left.compareTo(LONGEST_RETRY) > 0
        ? LONGEST_RETRY
        : left.isNegative() ? Duration.ofSeconds(1) : left;
  }
}
