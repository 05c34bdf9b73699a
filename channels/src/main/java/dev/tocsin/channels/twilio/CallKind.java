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

/** Phone calls through Twilio, in which a voice says what happened. */
public final class CallKind extends FlatKind<CallKind.Settings> {

  private static final List<Field> FIELDS =
      Stream.concat(
              TwilioAccount.fields("A number of yours that may make calls.", TwilioAccount.NUMBER)
                  .stream(),
              Stream.of(
                  Field.flag("down", "When a check goes down", true),
                  Field.flag("up", "When a check is up again", false)))
          .toList();

  private final Endpoints endpoints;
  private final Outbound outbound;

  record Settings(TwilioAccount account, Wanted wanted) {}

  public CallKind(Endpoints endpoints, Outbound outbound) {
    super("call", "Phone call (Twilio)", TwilioAccount.PACE, FIELDS);
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
    return "Calls the " + settings.account().whom();
  }

  @Override
  protected Channel channel(Settings settings) {
    var call = new SpokenCall(settings.account(), endpoints);
    return new Told(settings.wanted(), new OneCall(outbound, call::of, TwilioAccount::verdict));
  }
}
