package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.PingKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Renders what blind time does to a run, for {@code docs/check-states.md}. */
final class BlindTables {

  private BlindTables() {}

  static String render() {
    return """

        ## When nobody could hear

        **Blind time** is time in which no ping could be accepted. What it means for a run that was not heard depends on how
        long it was and on `blind_policy`; `truthful-alerts.md` has the whole story. Here the last ping came at 0 s, the
        period is 3600 s, the grace time 300 s, so the window of the next run is 3300 to 3900; nothing is heard any more.
        A run that is **credited** is taken for done; unless it is heard by a certain time, it is **named** in a message.

        %s
        A run in progress that is credited ends. Of two runs in a row, the second one is never credited. A completion settles
        what was to be named; so does a start where runs have a limit of their own; and a pause.
        """
        .formatted(table());
  }

  private static String table() {
    var table = new Table("blind", "policy", "next run expected from", "named", "down");
    int[][] times = {{2000, 3300}, {3850, 3900}, {3500, 3700}, {3800, 4500}, {3500, 9000}};
    for (int[] time : times) {
      for (BlindPolicy policy : BlindPolicy.values()) {
        table.row(row(policy, time[0], time[1]));
      }
    }
    return table.toString();
  }

  private static List<String> row(BlindPolicy policy, int since, int until) {
    var life = new Life(Life.rules(3600, 300, Policies.blind(policy)));
    life.blind = BlindTimes.of(List.of(new Interval(Life.at(since), Life.at(until))));
    life.ping(0, PingKind.SUCCESS, null).look(Life.at(Math.max(3901, until + 1)));
    Credit credit = life.state.credit();
    life.look(Instant.MAX);
    return List.of(
        "%d to %d".formatted(since, until),
        "`%s`".formatted(policy.word()),
        credit == null ? "–" : second(credit.at()),
        life.unverified.isEmpty() ? "–" : second(life.unverified.get(0).at()),
        life.flips.stream()
            .filter(flip -> flip.to() == Status.DOWN)
            .map(flip -> second(flip.at()))
            .collect(Collectors.joining(", ")));
  }

  private static String second(Instant at) {
    return Life.seconds(at).map(Math::round).map(String::valueOf).orElse("–");
  }
}
