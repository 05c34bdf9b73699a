package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.AdoptedStream;
import dev.tocsin.ping.journal.InstallationNote;
import dev.tocsin.ping.pg.PgTrouble;
import dev.tocsin.ping.pg.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what processes that are gone have left behind, without listening: {@code journal drain}.
 */
public final class JournalDrain {

  private static final Logger log = LoggerFactory.getLogger(JournalDrain.class);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private JournalDrain() {}

  /**
   * Applies and closes these streams, and lets go of them. Blocks.
   *
   * @param journalDir where the installation's id is noted
   * @param longest after which it gives up on what is left
   * @return why it is not all done, one line each; empty: everything is in the database
   */
  public static List<String> run(
      ApplierConfig config,
      Postgres postgres,
      Path journalDir,
      List<AdoptedStream> streams,
      ApplyMetrics metrics,
      Duration longest) {
    return run(
        config,
        postgres,
        new InstallationNote(journalDir),
        streams.stream().map(Source.Gone::of).toList(),
        metrics,
        longest);
  }

  static List<String> run(
      ApplierConfig config,
      Postgres postgres,
      InstallationNote note,
      List<Source.Gone> streams,
      ApplyMetrics metrics,
      Duration longest) {
    Installation installation = new Installation(note);
    Memory memory = new Memory(config);
    Hints hints = new Hints();
    KnownTargets known = new KnownTargets(1);
    GoneStreams gone =
        new GoneStreams(
            stream ->
                new GoneStream(
                    stream,
                    new StreamApplier(
                        config,
                        stream.reader(),
                        false,
                        memory,
                        installation,
                        hints,
                        known,
                        position -> true),
                    () -> Duration.ZERO,
                    SignOfLife.watch(config),
                    metrics));
    gone.add(streams);
    try {
      Leases leases = new Leases(postgres, config.batchTimeout());
      return run(leases, installation, gone, System.nanoTime() + longest.toNanos());
    } finally {
      gone.release();
    }
  }

  private static List<String> run(
      Leases leases, Installation installation, GoneStreams gone, long until) {
    String last = "";
    while (System.nanoTime() < until) {
      try {
        boolean more = gone.contactNext(leases::get, false) || gone.replayNext(leases::get);
        String wrong = installation.trouble();
        if (wrong != null) {
          return List.of(wrong);
        }
        if (!more && !gone.undecided()) {
          return gone.trouble();
        }
        if (!more) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (RuntimeException e) {
        last = PgTrouble.line(e);
        log.debug("draining failed, trying again", e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return List.of("%d streams are not sent: %s".formatted(gone.unfinished(), last));
  }
}
