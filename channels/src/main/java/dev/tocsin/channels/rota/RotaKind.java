package dev.tocsin.channels.rota;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Deserted;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import java.util.List;

/**
 * Whoever is on call: a channel that stands for other channels of the project, one at a time. Who
 * takes turns is no part of its settings, so it is not made where other channels are made. Alerts
 * for it are handed on where deliveries are made; none comes here, unless nobody is left.
 */
public final class RotaKind extends FlatKind<String> {

  /** Its code. */
  public static final String CODE = "rota";

  public RotaKind() {
    super(CODE, "On call", Pace.NONE, List.of());
  }

  @Override
  public boolean offered() {
    return false;
  }

  @Override
  protected String settings(Values values) {
    return "";
  }

  @Override
  protected String summaryOf(String nothing) {
    return "nobody";
  }

  @Override
  protected Channel channel(String nothing) {
    return new Deserted("nobody takes turns in this rota");
  }

  @Override
  public boolean standsForOthers() {
    return true;
  }
}
