package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Wanted;

/** Text messages through Twilio. */
public final class SmsKind extends TwilioKind {

  public SmsKind(Endpoints endpoints, Outbound outbound) {
    super(
        "sms",
        "SMS (Twilio)",
        TwilioAccount.fields(
            "A number of yours, a messaging service (MG…), or a sender's name.",
            TwilioAccount.NUMBER + "|MG[0-9a-fA-F]{32}|[A-Za-z0-9 ]{1,11}|[0-9]{3,6}"),
        Wanted.FIELDS,
        endpoints,
        outbound);
  }

  @Override
  protected String summaryOf(Settings settings) {
    return "SMS to the " + settings.account().whom();
  }

  @Override
  Call call(TwilioAccount account, Endpoints endpoints, Alert alert) {
    return new SmsCall(account, endpoints).of(alert);
  }
}
