package dev.tocsin.channels.pagerduty;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.pagerduty.PagerDutySettings.Region;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** PagerDuty, Events API v2. */
public final class PagerDutyKind extends FlatKind<PagerDutySettings> {

  /** They take 120 events a minute of one key; some are left to others who use it. */
  private static final Pace PACE = new Pace(30, Duration.ofSeconds(1));

  private static final List<Field> FIELDS =
      List.of(
          Field.secret("key", "Integration key")
              .needed()
              .like("[A-Za-z0-9_-]{8,64}", "enter the key only, 32 letters and digits")
              .hint(
                  "In PagerDuty: the service, Integrations, add “Events API V2”. It has 32 letters"
                      + " and digits."),
          Field.choice("severity", "Severity", "critical", "error", "warning", "info")
              .hint("Of a check that is down. PagerDuty may treat low severities as low urgency."),
          Field.choice("region", "Region of the account", "us", "eu")
              .hint("eu if the address of your account ends in eu.pagerduty.com."));

  private final Endpoints endpoints;
  private final Outbound outbound;

  public PagerDutyKind(Endpoints endpoints, Outbound outbound) {
    super("pagerduty", "PagerDuty", PACE, FIELDS);
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  @Override
  protected PagerDutySettings settings(Values values) {
    return new PagerDutySettings(
        values.text("key"),
        values.text("severity"),
        Region.valueOf(values.text("region").toUpperCase(Locale.ROOT)));
  }

  @Override
  protected String summaryOf(PagerDutySettings settings) {
    return settings.region() == Region.EU
        ? "A service in PagerDuty (EU), " + settings.severity()
        : "A service in PagerDuty, " + settings.severity();
  }

  @Override
  protected Channel channel(PagerDutySettings settings) {
    return new PagerDutyChannel(
        settings, endpoints.at(settings.region().events, "/v2/enqueue"), outbound);
  }
}
