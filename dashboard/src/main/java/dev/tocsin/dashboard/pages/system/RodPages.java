package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.system.RodDesk;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.RodReader;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Control rods: what is switched off, by whom and why; to set and to clear. */
public final class RodPages {

  private static final String PATH = "/system/rods";

  private final RodDesk desk;
  private final RodReader rods;
  private final Cookies cookies;

  private RodPages(RodDesk desk, RodReader rods, Cookies cookies) {
    this.desk = desk;
    this.rods = rods;
    this.cookies = cookies;
  }

  /**
   * Adds these pages to the site.
   *
   * @param rods told when one changes here
   */
  public static void mount(Site site, RodDesk desk, RodReader rods, Cookies cookies) {
    RodPages pages = new RodPages(desk, rods, cookies);
    site.ofOperator(
        HttpMethod.GET, PATH, visit -> pages.show(visit, 200, RodForm.BLANK, Problems.none()));
    site.ofOperator(HttpMethod.POST, PATH, pages::set);
    site.ofOperator(HttpMethod.POST, PATH + "/clear", pages::clear);
  }

  private Answer show(Visit visit, int status, RodForm form, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Control rods",
        "pages/rods.jte",
        Map.of("rods", desk.inForce(), "names", desk.names(), "form", form, "problems", problems));
  }

  private Answer set(Visit visit) {
    RodForm form = RodForm.entered(visit::field);
    Instant now = visit.viewer().now();
    Optional<Duration> lasts = form.lasts();
    if (lasts.isEmpty() && !form.number().isEmpty()) {
      return show(visit, 422, form, Problems.of("lasts", "Enter a whole number, or nothing."));
    }
    @Nullable Instant until = lasts.map(now::plus).orElse(null);
    Outcome<Rod> set = desk.set(form.name(), form.reason(), until, visit.account().email(), now);
    rods.changed();
    return set.either(
        rod ->
            Answer.redirect(PATH)
                .cookie(cookies.note(rod.says() + ", within seconds and everywhere.")),
        refused -> show(visit, 422, form, Problems.of("rod", refused.sentence())));
  }

  private Answer clear(Visit visit) {
    Outcome<String> cleared = desk.clear(visit.field("name"), visit.account().email());
    rods.changed();
    String note =
        cleared.either(name -> "Cleared. What waited goes on.", Outcome.Refused::sentence);
    return Answer.redirect(PATH).cookie(cookies.note(note));
  }
}
