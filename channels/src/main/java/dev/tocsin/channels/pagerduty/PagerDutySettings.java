package dev.tocsin.channels.pagerduty;

/**
 * Where events go.
 *
 * @param key the integration key of a service, a secret
 * @param severity {@code critical}, {@code error}, {@code warning} or {@code info}
 */
record PagerDutySettings(String key, String severity, Region region) {

  /** Where the account is. */
  enum Region {
    US("https://events.pagerduty.com"),
    EU("https://events.eu.pagerduty.com");

    final String events;

    Region(String events) {
      this.events = events;
    }
  }
}
