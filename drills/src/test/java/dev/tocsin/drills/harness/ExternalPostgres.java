package dev.tocsin.drills.harness;

import dev.tocsin.postgres.Access;
import dev.tocsin.postgres.EmbeddedPostgres;
import dev.tocsin.postgres.PostgresException;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Postgres that Tocsin is told about by {@code DATABASE_URL} and does not run itself. It is the
 * same server as the embedded one, run by the drill.
 */
public final class ExternalPostgres implements AutoCloseable {

  private final Path home;
  private Optional<EmbeddedPostgres> running = Optional.empty();
  private Optional<Access> access = Optional.empty();

  private ExternalPostgres(Path home) {
    this.home = home;
  }

  /** One that does not run yet. */
  public static ExternalPostgres create(Path home) {
    return new ExternalPostgres(home);
  }

  /** Starts it, on the same port as before. */
  public void start() {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "a drill");
      running = Optional.of(postgres);
      access = Optional.of(postgres.access());
    } catch (PostgresException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops it in order. */
  public void stop() {
    running.ifPresent(EmbeddedPostgres::close);
    running = Optional.empty();
  }

  /** {@code kill -9} of the postmaster; its keeper starts it again at once. */
  public void kill() {
    Database.signal("KILL", Database.postmaster(home));
  }

  /** Processor time that the server's processes have used that are there now. */
  public double cpuSeconds() {
    ProcessHandle postmaster = Database.postmaster(home);
    return Stream.concat(Stream.of(postmaster), postmaster.children())
        .mapToDouble(process -> ProcessFigures.cpuSeconds(process.pid()))
        .sum();
  }

  public int port() {
    return access.orElseThrow().port();
  }

  public String url() {
    return url(port());
  }

  /** The same by another port of this machine. */
  public String url(int through) {
    return "postgres://%s:%s@127.0.0.1:%d/%s"
        .formatted(Access.USER, access.orElseThrow().password(), through, Access.DATABASE);
  }

  /** How to reach it over JDBC. */
  public DbConfig config() {
    return Database.config(access.orElseThrow());
  }

  public Db open() {
    return Database.open(access.orElseThrow());
  }

  @Override
  public void close() {
    stop();
  }
}
