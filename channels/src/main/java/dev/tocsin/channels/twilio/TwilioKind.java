package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
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

/** What text messages and phone calls through Twilio have in common: all but what is asked for. */
abstract class TwilioKind extends FlatKind<TwilioKind.Settings> {

  private final Endpoints endpoints;
  private final Outbound outbound;

  record Settings(TwilioAccount account, Wanted wanted) {}

  /**
   * @param account the fields that say who pays, who calls and who is called
   * @param wanted those that say what is told
   */
  TwilioKind(
      String code,
      String title,
      List<Field> account,
      List<Field> wanted,
      Endpoints endpoints,
      Outbound outbound) {
    super(
        code, title, TwilioAccount.PACE, Stream.of(account, wanted).flatMap(List::stream).toList());
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  /** What is asked of Twilio. */
  abstract Call call(TwilioAccount account, Endpoints endpoints, Alert alert);

  @Override
  protected final void check(Values values, SettingsJson json) {
    Told.check(values, json);
  }

  @Override
  protected final Settings settings(Values values) {
    return new Settings(TwilioAccount.of(values), Told.wanted(values));
  }

  @Override
  protected final Channel channel(Settings settings) {
    return new Told(
        settings.wanted(),
        new OneCall(
            outbound, alert -> call(settings.account(), endpoints, alert), TwilioAccount::verdict));
  }
}
