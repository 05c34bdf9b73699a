package dev.tocsin.drills.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The system's browser, which asks for nothing on its own. */
public final class Chromium {

  private Chromium() {}

  /** What drives it; it must be closed. */
  public static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /**
   * Starts it, without a window; it must be closed.
   *
   * @param options on its command line, besides the usual ones
   */
  public static Browser launch(Playwright playwright, String... options) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(path())
                .setArgs(
                    Stream.concat(
                            Stream.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run"),
                            Stream.of(options))
                        .toList()));
  }

  private static Path path() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Chromium: run make check, it says how"));
  }
}
