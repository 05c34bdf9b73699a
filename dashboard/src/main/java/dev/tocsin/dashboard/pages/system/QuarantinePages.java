package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.system.AsidePing;
import dev.tocsin.dashboard.system.Quarantine;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** What was set aside: to look at, to apply again, to discard. */
public final class QuarantinePages {

  private static final String PATH = "/system/quarantine";

  private static final int ON_A_PAGE = 50;

  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private final Quarantine quarantine;
  private final Cookies cookies;

  private QuarantinePages(Quarantine quarantine, Cookies cookies) {
    this.quarantine = quarantine;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Quarantine quarantine, Cookies cookies) {
    QuarantinePages pages = new QuarantinePages(quarantine, cookies);
    site.ofOperator(HttpMethod.GET, PATH, pages::list);
    site.ofOperator(HttpMethod.GET, PATH + "/:aside", pages::show);
    site.ofOperator(HttpMethod.GET, PATH + "/:aside/record", pages::download);
    site.ofOperator(
        HttpMethod.POST,
        PATH + "/:aside/replay",
        visit -> pages.change(visit, quarantine::replay, "A listener applies it in a moment."));
    site.ofOperator(
        HttpMethod.POST,
        PATH + "/:aside/discard",
        visit -> pages.change(visit, quarantine::discard, "Discarded."));
    site.ofOperator(HttpMethod.POST, PATH + "/checks/:check/look", pages::look);
  }

  private Answer list(Visit visit) {
    boolean all = visit.query("all").equals("1");
    String said = visit.query("before");
    if (!said.isEmpty() && !ID.matcher(said).matches()) {
      return Answer.status(400);
    }
    long before = said.isEmpty() ? Long.MAX_VALUE : Long.parseLong(said);
    List<AsidePing> found = quarantine.pings(!all, before, ON_A_PAGE + 1);
    List<AsidePing> shown = found.subList(0, Math.min(ON_A_PAGE, found.size()));
    String older =
        found.size() > ON_A_PAGE
            ? "?%sbefore=%d".formatted(all ? "all=1&" : "", shown.get(ON_A_PAGE - 1).id())
            : "";
    return visit.page(
        "",
        "Quarantine",
        "pages/quarantine.jte",
        Map.of(
            "pings",
            shown,
            "checks",
            quarantine.checks(),
            "flips",
            quarantine.flips(ON_A_PAGE),
            "unresolved",
            quarantine.unresolved(ON_A_PAGE),
            "all",
            all,
            "older",
            older));
  }

  private Optional<AsidePing> found(Visit visit) {
    String id = visit.path("aside");
    return ID.matcher(id).matches() ? quarantine.find(Long.parseLong(id)) : Optional.empty();
  }

  private Answer show(Visit visit) {
    return found(visit)
        .map(ping -> visit.page("", "Quarantine", "pages/quarantined.jte", Map.of("ping", ping)))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer download(Visit visit) {
    return found(visit)
        .flatMap(ping -> quarantine.record(ping.id()))
        .map(bytes -> Answer.download("quarantine-%s.txt".formatted(visit.path("aside")), bytes))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer change(
      Visit visit, BiFunction<Long, String, Outcome<AsidePing>> how, String done) {
    return found(visit)
        .map(
            ping ->
                Answer.redirect(PATH + "/" + ping.id())
                    .cookie(
                        cookies.note(
                            how.apply(ping.id(), visit.account().email())
                                .either(now -> done, Outcome.Refused::sentence))))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer look(Visit visit) {
    return visit
        .code("check")
        .map(
            check -> {
              boolean looks = quarantine.lookAgain(check, visit.account().email());
              String note = looks ? "It is looked at now." : "It is not left alone any more.";
              return Answer.redirect(PATH).cookie(cookies.note(note));
            })
        .orElse(Answer.NOT_FOUND);
  }
}
