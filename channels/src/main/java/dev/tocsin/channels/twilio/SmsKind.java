package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Wanted;
import java.util.List;
import java.util.stream.Stream;

/** Text messages through Twilio. */
public final class SmsKind extends FlatKind<SmsKind.Settings> {

  private static final List<Field> FIELDS =
      Stream.concat(
              TwilioAccount.fields(
                  "A number of yours, a messaging service (MG…), or a sender's name.",
                  TwilioAccount.NUMBER + "|MG[0-9a-fA-F]{32}|[A-Za-z0-9 ]{1,11}|[0-9]{3,6}")
                  .stream(),
              Wanted.FIELDS.stream())
          .toList();

  private final Endpoints endpoints;
  private final Outbound outbound;

  record Settings(TwilioAccount account, Wanted wanted) {}

  public SmsKind(Endpoints endpoints, Outbound outbound) {
    super("sms", "SMS (Twilio)", TwilioAccount.PACE, FIELDS);
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    Told.check(values, json);
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(TwilioAccount.of(values), Told.wanted(values));
  }

  @Override
  protected String summaryOf(Settings settings) {
    return "SMS to the " + settings.account().whom();
  }

  @Override
  protected Channel channel(Settings settings) {
    var call = new SmsCall(settings.account(), endpoints);
    return new Told(settings.wanted(), new OneCall(outbound, call::of, TwilioAccount::verdict));
  }
}
