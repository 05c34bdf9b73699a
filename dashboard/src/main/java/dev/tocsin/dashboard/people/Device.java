package dev.tocsin.dashboard.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A browser in words, for people who look at a list of them: "Firefox on Windows". */
public final class Device {

  /** What gives a browser away; those that name others, too, come first. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("SamsungBrowser/", "Samsung Internet"),
          Map.entry("Vivaldi/", "Vivaldi"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("FxiOS/", "Firefox"),
          Map.entry("CriOS/", "Chrome"),
          Map.entry("HeadlessChrome/", "Chrome without a window"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("iPhone", "iPhone"),
          Map.entry("iPad", "iPad"),
          Map.entry("Android", "Android"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Windows", "Windows"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("Linux", "Linux"));

  private Device() {}

  /**
   * What a user agent stands for; the user agent itself if nobody knows it.
   *
   * @param userAgent what the browser says of itself: no proof of anything
   */
  public static String of(String userAgent) {
    Optional<String> browser = first(BROWSERS, userAgent);
    Optional<String> system = first(SYSTEMS, userAgent);
    if (browser.isEmpty()) {
      return userAgent.isBlank() ? "Unknown browser" : userAgent;
    }
    return browser.get() + system.map(name -> " on " + name).orElse("");
  }

  private static Optional<String> first(List<Map.Entry<String, String>> signs, String userAgent) {
    return signs.stream()
        .filter(sign -> userAgent.contains(sign.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
