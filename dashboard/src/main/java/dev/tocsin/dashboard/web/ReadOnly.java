package dev.tocsin.dashboard.web;

import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What pages say while operators have everything read-only. */
final class ReadOnly {

  /**
   * What changes nothing, or must work: to sign in and out, what operators do against the trouble,
   * and previews of what is being typed.
   */
  static final Pattern EXEMPT =
      Pattern.compile("/sign-(in|out)(/.*)?|/setup/.*|/system(/.*)?|/ack/operators/.*|.*/preview");

  private ReadOnly() {}

  static Answer refuse(Visit visit) {
    String reason =
        visit.rods().stream()
            .filter(rod -> rod.name().equals(ControlRods.READ_ONLY))
            .findFirst()
            .map(Rod::reason)
            .orElse("");
    return visit
        .page(
            503,
            Optional.empty(),
            "",
            "Read-only for now",
            "pages/error.jte",
            Map.of(
                "detail",
                "Nothing was changed: whoever runs this installation has switched changes off for a"
                    + " while (%s). Pings are heard as ever.".formatted(reason)))
        .header("Retry-After", "60");
  }
}
