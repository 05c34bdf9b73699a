package dev.tocsin.ping;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.ears.Ears;
import dev.tocsin.ping.http.PingMetrics;
import dev.tocsin.ping.http.Shed;
import dev.tocsin.ping.smtp.MailMetrics;
import dev.tocsin.ping.smtp.Refusal;

/** Tells the ears of every refusal that was our own fault, on its way to the counters. */
record Refusals(Ears ears, ListenerMetrics counters) implements PingMetrics, MailMetrics {

  @Override
  public void accepted(PingKind signal) {
    counters.accepted(signal);
  }

  @Override
  public void rejected(String reason) {
    counters.rejected(reason); // the client's mistake, or more pings than its check may have
  }

  @Override
  public void shed(Shed why) {
    if (why.deaf()) {
      ears.refused();
    }
    counters.shed(why);
  }

  @Override
  public void accepted(int pings) {
    counters.accepted(pings);
  }

  @Override
  public void refused(Refusal why) {
    if (why.ours()) {
      ears.refused();
    }
    counters.refused(why);
  }
}
