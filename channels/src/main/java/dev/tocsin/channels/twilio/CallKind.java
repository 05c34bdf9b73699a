package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.Outbound;
import java.util.List;

/** Phone calls through Twilio, in which a voice says what happened. */
public final class CallKind extends TwilioKind {

  public CallKind(Endpoints endpoints, Outbound outbound) {
    super(
        "call",
        "Phone call (Twilio)",
        TwilioAccount.fields("A number of yours that may make calls.", TwilioAccount.NUMBER),
        List.of(
            Field.flag("down", "When a check goes down", true),
            Field.flag("up", "When a check is up again", false)),
        endpoints,
        outbound);
  }

  @Override
  protected String summaryOf(Settings settings) {
    return "Calls the " + settings.account().whom();
  }

  @Override
  Call call(TwilioAccount account, Endpoints endpoints, Alert alert) {
    return new SpokenCall(account, endpoints).of(alert);
  }
}
