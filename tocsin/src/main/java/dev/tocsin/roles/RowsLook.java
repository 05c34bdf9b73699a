package dev.tocsin.roles;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.system.LaneState;
import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.ProcessState;
import dev.tocsin.dashboard.system.StreamState;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Processes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code tocsin doctor} sees in the database: of itself, and of the running installation. */
final class RowsLook {

  /** Fewer, and a process more cannot start. */
  private static final long FEW_CONNECTIONS = 5;

  private static final Duration LONG_WAIT = Duration.ofMinutes(5);
  private static final Duration BEHIND = Duration.ofMinutes(1);
  private static final Duration LATELY = Duration.ofDays(1);

  private final Trial trial;

  RowsLook(Trial trial) {
    this.trial = trial;
  }

  void look(DatabaseUrl url, boolean pooler) {
    try (Db db = Db.open(Databases.forJdbc(url, 1, pooler))) {
      server(db);
      Overview all = Overview.read(db);
      part("what operators are told", all.matters(), this::matters);
      part("processes", all.fleet(), this::fleet);
      part("streams", all.heard(), this::heard);
      part("alerts", all.lanes(), this::lanes);
      part("blind time", all.blind(), this::blind);
      part("quarantine", all.quarantined(), this::quarantine);
      part(
          "control rods",
          all.rods(),
          rods ->
              rods.forEach(
                  rod ->
                      trial.warning(
                          "control rods: %s, set by %s: %s. tocsin rods clear %s"
                              .formatted(rod.says(), rod.setBy(), rod.reason(), rod.name()))));
    } catch (DbException e) {
      trial.failed("database: it does not answer any more: " + SchemaGate.rootCause(e));
    }
  }

  private <T> void part(String what, Optional<T> part, Consumer<T> look) {
    part.ifPresentOrElse(
        look, () -> trial.warning(what + ": not looked at, the database did not answer in time"));
  }

  private record Server(long left, long old, long blocked) {}

  private void server(Db db) {
    Optional<Server> server =
        db.first(
            "looking at the server",
            """
            SELECT current_setting('max_connections')::int
                     - current_setting('superuser_reserved_connections')::int
                     - count(*) FILTER (WHERE backend_type = 'client backend') AS free,
                   count(*) FILTER (WHERE own AND xact_start < now() - ?) AS old,
                   count(*) FILTER (WHERE own AND cardinality(pg_blocking_pids(pid)) > 0) AS blocked
              FROM (SELECT *, datname = current_database() AND pid <> pg_backend_pid() AS own
                      FROM pg_stat_activity) a
            """,
            row -> new Server(row.number("free"), row.number("old"), row.number("blocked")),
            LONG_WAIT);
    server.ifPresent(this::server);
  }

  private void server(Server server) {
    if (server.left() < FEW_CONNECTIONS) {
      trial.failed(
          "database: %d connections are left: raise max_connections, or lower database.pool-size"
              .formatted(server.left()));
    } else {
      trial.ok("database: %d connections are left".formatted(server.left()));
    }
    if (server.old() > 0) {
      trial.warning(
          "database: %d transactions are older than %s: who holds them open (pg_stat_activity)?"
              .formatted(server.old(), words(LONG_WAIT)));
    }
    if (server.blocked() > 0) {
      trial.warning(
          "database: %d statements wait for locks of others (pg_blocking_pids)"
              .formatted(server.blocked()));
    }
  }

  private void matters(List<Overview.Matter> matters) {
    if (matters.isEmpty()) {
      trial.ok("operators: there is nothing that they are told of");
    }
    for (Overview.Matter matter : matters) {
      if (matter.title().startsWith("control rod: ")) {
        continue; // meant, and named below
      }
      String line =
          "operators: since %s: %s"
              .formatted(matter.since().truncatedTo(ChronoUnit.SECONDS), matter.title());
      if (matter.ackedBy().isEmpty()) {
        trial.failed(line + ". " + String.join(" ", matter.lines()));
      } else {
        trial.warning(line + " (looked after by " + matter.ackedBy() + ")");
      }
    }
  }

  private void fleet(Overview.Fleet fleet) {
    if (fleet.processes().stream().noneMatch(process -> process.row().alive())) {
      trial.warning(
          "processes: none has said within %s that it runs".formatted(words(Processes.LIVES)));
    }
    fleet.processes().forEach(this::process);
    fleet
        .differences()
        .forEach(
            one ->
                trial.warning(
                    "processes: those of the role %s differ in %s (%s): restart what is older"
                        .formatted(
                            one.role(),
                            one.what(),
                            one.nodes().entrySet().stream()
                                .map(it -> it.getKey() + " on " + String.join(", ", it.getValue()))
                                .collect(Collectors.joining("; ")))));
  }

  private void process(ProcessState process) {
    var self = process.row().self();
    String who = "process: %s on %s".formatted(self.role(), self.node());
    if (!process.row().alive()) {
      trial.warning(
          "%s was last heard %s ago: it was killed, or does not reach the database"
              .formatted(who, words(process.row().silent())));
      return;
    }
    if (process.notReady().isEmpty()) {
      trial.ok("%s, %s, is ready".formatted(who, process.version()));
    }
    process.notReady().forEach(why -> trial.failed(who + " is not ready: " + why));
    process.trouble().forEach(why -> trial.failed(who + " needs somebody: " + why));
    process
        .restart()
        .refused()
        .forEach(why -> trial.failed(who + ": a restart would be refused: " + why));
    process
        .restart()
        .differ()
        .forEach(one -> trial.warning(who + ": a restart would change " + one));
  }

  private void heard(Overview.Heard heard) {
    if (heard.streams().isEmpty()) {
      trial.warning("streams: none is open: nobody hears pings");
      return;
    }
    for (StreamState stream : heard.streams()) {
      if (!stream.moves()) {
        trial.failed(
            "streams: that of %s is %s behind: %s"
                .formatted(stream.node(), words(stream.behind()), stream.why()));
      }
    }
    String line =
        "watermark: %s behind; %d open streams"
            .formatted(words(heard.behind()), heard.streams().size());
    if (heard.behind().compareTo(BEHIND) > 0) {
      trial.failed(line + ". Alerts about missed deadlines wait for the listener that holds it");
    } else {
      trial.ok(line);
    }
  }

  private void lanes(LaneState.All lanes) {
    Instant oldest = lanes.oldest();
    String line = "alerts: %d wait, %d are under way".formatted(lanes.waiting(), lanes.sending());
    Duration wait = oldest == null ? Duration.ZERO : Duration.between(oldest, Instant.now());
    if (wait.compareTo(LONG_WAIT) > 0) {
      trial.failed(
          line + ", the oldest for %s: the page System, Lanes says why".formatted(words(wait)));
    } else {
      trial.ok(line);
    }
    if (lanes.broken() > 0) {
      trial.warning(
          "alerts: %d channels are broken: their owners were told, their pages say why"
              .formatted(lanes.broken()));
    }
  }

  private void blind(List<BlindTime> all) {
    Instant since = Instant.now().minus(LATELY);
    List<BlindTime> lately =
        all.stream().filter(blind -> blind.at().until().isAfter(since)).toList();
    if (lately.isEmpty()) {
      trial.ok("blind time: none in the last day");
    }
    for (BlindTime blind : lately) {
      trial.warning(
          "blind time: nobody could hear from %s for %s: %s"
              .formatted(
                  blind.at().since().truncatedTo(ChronoUnit.SECONDS),
                  words(blind.at().length()),
                  blind.why()));
    }
  }

  private void quarantine(long waiting) {
    if (waiting == 0) {
      trial.ok("quarantine: empty");
    } else {
      trial.warning("quarantine: %d pings wait there: tocsin quarantine list".formatted(waiting));
    }
  }

  /** "90 s", "12 min". */
  private static String words(Duration span) {
    return span.toMinutes() >= 3 ? span.toMinutes() + " min" : span.toSeconds() + " s";
  }
}
