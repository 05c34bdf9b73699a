package dev.tocsin.alerter.watchdog;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Verdict;
import java.util.List;

/** The channel at the end of a round: it takes everything and tells nobody. Not on offer. */
public final class CanaryKind implements ChannelKind, Channel {

  /** The kind's code in the database. */
  public static final String CODE = "canary";

  @Override
  public String code() {
    return CODE;
  }

  @Override
  public String title() {
    return "Canary";
  }

  @Override
  public String icon() {
    return "";
  }

  @Override
  public List<String> problems(String json) {
    return List.of();
  }

  @Override
  public String masked(String json) {
    return json;
  }

  @Override
  public String unmasked(String entered, String stored) {
    return entered;
  }

  @Override
  public String summary(String json) {
    return "nobody";
  }

  @Override
  public Channel open(String json) {
    return this;
  }

  @Override
  public Verdict deliver(Alert alert) {
    return new Verdict.Delivered("came round");
  }

  @Override
  public boolean groups() {
    return true;
  }
}
