package dev.tocsin.channels;

import java.util.function.Function;

/** A channel that makes one HTTP call of an alert, whatever it tells of. */
public final class OneCall implements Channel {

  private final Outbound outbound;
  private final Function<Alert, Call> call;
  private final Function<Answer, Verdict> judge;

  /**
   * @param call makes the same request of the same alert, at every attempt
   * @param judge what an answer means; {@link Answer#verdictOfMessage} where the status says it all
   */
  public OneCall(Outbound outbound, Function<Alert, Call> call, Function<Answer, Verdict> judge) {
    this.outbound = outbound;
    this.call = call;
    this.judge = judge;
  }

  @Override
  public boolean groups() {
    return true;
  }

  @Override
  public Verdict deliver(Alert alert) {
    return outbound.send(call.apply(alert), judge);
  }
}
