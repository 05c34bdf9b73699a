package dev.tocsin.channels.opsgenie;

/**
 * Where alerts are made.
 *
 * @param key of an API integration, a secret
 * @param priority {@code P1} to {@code P5}, of a check that is down
 * @param team who is to respond, by name; empty: as the integration says
 */
record OpsgenieSettings(String key, String priority, String team, Region region) {

  /** Where the account is. */
  enum Region {
    US("https://api.opsgenie.com"),
    EU("https://api.eu.opsgenie.com");

    final String api;

    Region(String api) {
      this.api = api;
    }
  }
}
