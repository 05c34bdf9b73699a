package dev.tocsin.channels.opsgenie;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.opsgenie.OpsgenieSettings.Region;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Opsgenie, Alert API v2. */
public final class OpsgenieKind extends FlatKind<OpsgenieSettings> {

  /** Accounts may make about one request a second, with short bursts. */
  private static final Pace PACE = new Pace(10, Duration.ofSeconds(1));

  private static final List<Field> FIELDS =
      List.of(
          Field.secret("key", "API key")
              .needed()
              .like("[A-Za-z0-9-]{8,100}", "enter the key only, letters, digits and hyphens")
              .hint("In Opsgenie: the team, Integrations, add “API”, with the right to create."),
          Field.choice("region", "Region of the account", "us", "eu")
              .hint("eu if you sign in at app.eu.opsgenie.com."),
          Field.choice("priority", "Priority", "P1", "P2", "P3", "P4", "P5")
              .otherwise("P3")
              .hint("Of a check that is down."),
          Field.text("team", "Responding team")
              .upTo(100)
              .hint("Its name. Empty: whoever the integration belongs to."));

  private final Endpoints endpoints;
  private final Outbound outbound;

  public OpsgenieKind(Endpoints endpoints, Outbound outbound) {
    super("opsgenie", "Opsgenie", PACE, FIELDS);
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  @Override
  protected OpsgenieSettings settings(Values values) {
    return new OpsgenieSettings(
        values.text("key"),
        values.text("priority"),
        values.text("team"),
        Region.valueOf(values.text("region").toUpperCase(Locale.ROOT)));
  }

  @Override
  protected String summaryOf(OpsgenieSettings settings) {
    String whom = settings.team().isEmpty() ? "Opsgenie" : settings.team() + " in Opsgenie";
    return settings.region() == Region.EU
        ? "%s (EU), %s".formatted(whom, settings.priority())
        : "%s, %s".formatted(whom, settings.priority());
  }

  @Override
  protected Channel channel(OpsgenieSettings settings) {
    String api = endpoints.at(settings.region().api, "/").toString().replaceAll("/+$", "");
    return new OpsgenieChannel(settings, api, outbound);
  }
}
