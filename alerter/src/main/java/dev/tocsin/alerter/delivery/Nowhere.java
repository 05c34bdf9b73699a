package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;

/** A channel for rehearsals, which takes everything and tells nobody. */
record Nowhere() implements Channel {

  static final Verdict TAKEN = new Verdict.Delivered("");

  @Override
  public Verdict deliver(Alert alert) {
    return TAKEN;
  }

  @Override
  public boolean groups() {
    return true;
  }
}
