package dev.tocsin.drills.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A person before a screen: one window, and everything that is to be wrong with none of our pages.
 * What the console complains of, and requests to anywhere but the site, are collected all along.
 */
public final class Look implements AutoCloseable {

  /** Screens on which pages are looked at. */
  public enum Screen {
    DESKTOP_LIGHT(1280, 900, ColorScheme.LIGHT),
    DESKTOP_DARK(1280, 900, ColorScheme.DARK),
    PHONE_LIGHT(390, 844, ColorScheme.LIGHT),
    PHONE_DARK(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Screen(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  /** What the law asks of pages; best practices beyond it cost twice the time. */
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  /**
   * Done once nothing moves: in the middle of a transition a colour is neither of those that were
   * chosen. What turns for ever is left alone.
   */
  private static final String STILL =
      """
      () => Promise.all(document.getAnimations()
        .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
        .map(one => one.finished.catch(() => {})))
      """;

  private static final double PATIENCE_MS = 60_000;

  private final BrowserContext context;
  private final Page page;
  private final String site;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> others = new CopyOnWriteArrayList<>();
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();

  /**
   * @param site its address, without a slash at the end
   */
  public Look(Browser browser, String site, Screen screen) {
    this.site = site;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme));
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && refusals.stream().noneMatch(message.text()::contains)) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onRequest(
        request -> {
          if (!request.url().startsWith(site)
              && !request.url().startsWith("data:")
              && others.stream().noneMatch(request.url()::startsWith)) {
            complaints.add(page.url() + " asks " + request.url());
          }
        });
  }

  /** Takes it as right that the browser says of answers with this status that they failed. */
  public Look mayBeAnswered(int status) {
    refusals.add("responded with a status of " + status);
    return this;
  }

  /** Lets the person leave for another site, too. */
  public Look mayAsk(String other) {
    others.add(other);
    return this;
  }

  public Page page() {
    return page;
  }

  /** Signed in by the cookie of a session. */
  public void signedIn(String session) {
    context.addCookies(List.of(new Cookie("tocsin", session).setUrl(site)));
  }

  /** Opens a page, which must be there. */
  public void open(String path) {
    assertThat(page.navigate(site + path).status()).as(path).isEqualTo(200);
  }

  /** Waits until a text can be seen. */
  public void see(String text) {
    see(page.getByText(text).first());
  }

  public void see(Locator what) {
    PlaywrightAssertions.assertThat(what)
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
  }

  /** The page can be used by everybody, as far as axe-core can tell. */
  public void assertAccessible() {
    page.evaluate(STILL);
    assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
        .as("what axe finds on " + page.url())
        .filteredOn(v -> v.getImpact().equals("serious") || v.getImpact().equals("critical"))
        .extracting(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
        .isEmpty();
  }

  public void assertFitsAcross() {
    Object over =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat((int) over)
        .as("pixels by which %s scrolls sideways", page.url())
        .isLessThanOrEqualTo(0);
  }

  public void assertNoComplaints() {
    assertThat(complaints).as("what the browser complained about").isEmpty();
  }

  /** Writes what can be seen, from the top, as PNG. */
  public void shoot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
