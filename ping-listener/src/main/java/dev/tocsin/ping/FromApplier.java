package dev.tocsin.ping;

import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.apply.Applier;
import dev.tocsin.ping.apply.Quotas;
import dev.tocsin.ping.http.Applying;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Future;
import java.time.Duration;

/** What answers ask, of the applier. */
record FromApplier(Applier applier) implements Applying {
  @Override
  public boolean databaseAway() {
    return applier.databaseAway();
  }

  @Override
  public Duration lag() {
    return applier.lag();
  }

  @Override
  public boolean knows(Target target) {
    return applier.knows(target);
  }

  @Override
  public boolean rulesOut(Target target) {
    return applier.rulesOut(target);
  }

  @Override
  public Quotas quotas() {
    return applier.quotas();
  }

  @Override
  public Future<Applied> lookUp(Target target) {
    return applier.lookUp(target);
  }
}
