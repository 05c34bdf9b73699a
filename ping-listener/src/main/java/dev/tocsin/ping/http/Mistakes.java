package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.http.WaitingPing.Client;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Refuses pings for mistakes that rank after the look-up of their target: a client hears of a run
 * id that is none only where there is a check. Within the bounds for targets not yet known, since
 * each asks the database.
 */
final class Mistakes {

  private final OpenRequests requests;
  private final UnknownTargets unknownTargets;
  private final Duration longest;
  private final Supplier<Applying> applying;

  /**
   * @param longest that a client waits for the truth
   * @param applying looks targets up; asked each time
   */
  Mistakes(
      OpenRequests requests,
      UnknownTargets unknownTargets,
      Duration longest,
      Supplier<Applying> applying) {
    this.requests = requests;
    this.unknownTargets = unknownTargets;
    this.longest = longest;
    this.applying = applying;
  }

  /** See {@link Answers#refuse}. */
  void refuse(Target target, Answer mistake, Client client) {
    if (!requests.enter(client)) {
      return;
    }
    UnknownTargets.Peer place = unknownTargets.enter(client.peer(), 0);
    if (place == null) {
      requests.leave();
      // With all the room there is, it would not have been heard.
      requests.shed(client, Shed.STRANGER);
      return;
    }
    lookUp(target)
        .onComplete(
            fate -> {
              requests.leave();
              unknownTargets.answered(place);
              boolean missing =
                  fate.succeeded()
                      && (fate.result() == Applied.NOT_FOUND || fate.result() == Applied.AMBIGUOUS);
              Answer answer = missing ? WaitingRoom.answer(fate.result()) : mistake;
              boolean found = fate.succeeded() && !missing;
              client.loop().runOnContext(go -> requests.reject(client, answer, found));
            });
  }

  private Future<Applied> lookUp(Target target) {
    Applying now = applying.get();
    return now.databaseAway()
        ? Future.failedFuture("Postgres is away")
        : now.lookUp(target).timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
