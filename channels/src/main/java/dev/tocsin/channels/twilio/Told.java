package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wanted;

/** Leaves out what nobody wants to be told: messages cost money, and calls wake people. */
record Told(Wanted wanted, Channel channel) implements Channel {

  static void check(Values values, SettingsJson json) {
    if (!values.flag("down") && !values.flag("up")) {
      json.problem("down", "choose down, up or both");
    }
  }

  static Wanted wanted(Values values) {
    return new Wanted(values.flag("down"), values.flag("up"));
  }

  @Override
  public boolean groups() {
    return channel.groups();
  }

  @Override
  public Verdict deliver(Alert alert) {
    return wanted.of(alert).map(channel::deliver).orElseGet(wanted::refused);
  }
}
