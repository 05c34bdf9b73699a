package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.hostile.HostileRows;
import dev.tocsin.dashboard.hostile.Walk;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Look.Screen;
import dev.tocsin.store.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Pages whose every text is hostile, in a real Chromium, with our own scripts running: nothing of
 * it runs, nothing of it is an element, and the content security policy has nothing to stop.
 */
class HostilePagesDrill {

  /** Where scripts of ours make something of what is stored. */
  private static final List<String> ROUTES =
      List.of(
          "/projects/:project/checks",
          "/projects/:project/checks?group=tag",
          "/checks/:check",
          "/checks/:check/edit",
          "/incidents/:incident",
          "/projects/:project/channels",
          "/projects/:project/channels/matrix",
          "/messages/:message",
          "/projects/:project/quiet",
          "/projects/:project/settings",
          "/projects/:project/audit",
          "/account");

  private static final String STRANGE =
      """
      [...document.querySelectorAll('*')].filter(e =>
        e.localName.startsWith('boom') || e.localName === 'iframe' ||
        (e.localName === 'script' && !e.src.startsWith(location.origin + '/static/')) ||
        [...e.attributes].some(a => a.name.startsWith('on') || a.name.startsWith('boom') ||
          (['href', 'src', 'action', 'formaction'].includes(a.name) && /^\\s*(javascript|data):/i.test(a.value)))
      ).map(e => e.outerHTML.slice(0, 200))
      """;

  @Test
  void nothing_that_anybody_wrote_runs() {
    try (DemoSite site = new DemoSite(TestPostgres.freshDatabase(), 0);
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      String session = site.session();
      new HostileRows(site).fill(HostileRows.TEXT);
      Walk walk = new Walk(site);
      try (Look look = new Look(browser, site.dashboard.url(), Screen.DESKTOP_LIGHT)) {
        look.page().addInitScript("window.boom = () => { window.boomed = true }");
        look.signedIn(session);
        for (String route : ROUTES) {
          look.open(walk.paths("GET " + route).get(0));
          assertThat(look.page().evaluate(STRANGE)).as(route).isEqualTo(List.of());
          assertThat(look.page().evaluate("window.boomed === true")).as(route).isEqualTo(false);
        }
        palette(look);
        assertThat(look.page().evaluate(STRANGE)).as("the palette").isEqualTo(List.of());
        assertThat(look.page().evaluate("window.boomed === true")).isEqualTo(false);
        look.assertNoComplaints();
      }
    }
  }

  /** It is filled by a script, and names checks and projects. */
  private static void palette(Look look) {
    look.page().keyboard().press("Control+k");
    look.page().keyboard().type("javascript");
    look.see(look.page().locator("#palette-list a").first());
  }
}
