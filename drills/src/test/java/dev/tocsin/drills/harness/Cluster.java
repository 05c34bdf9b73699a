package dev.tocsin.drills.harness;

import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several processes of the jar, of any role, on one Postgres of their own. */
public final class Cluster implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final String KEY = HexFormat.of().formatHex(new byte[32]);

  /** One process, which may be killed and started again on its data and port. */
  public final class Member {
    private final String role;
    private final String name;
    private final int port = FreePort.next();
    private TocsinProcess process;

    private Member(String role, String name) {
      this.role = role;
      this.name = name;
      this.process = launch();
    }

    private TocsinProcess launch(String... options) {
      return launch(settings, options);
    }

    private TocsinProcess launch(Map<String, String> settings, String... options) {
      Map<String, String> own = new HashMap<>(settings);
      String prefix = role.equals("ping-listener") ? "LISTENER" : role.toUpperCase(Locale.ROOT);
      own.put("TOCSIN_%s_PORT".formatted(prefix), Integer.toString(port));
      if (role.equals("ping-listener")) {
        own.put("TOCSIN_NODE_NAME", name);
        own.put("TOCSIN_NODE_ADDRESS", "127.0.0.1:" + port);
      }
      own.values().removeIf(String::isEmpty);
      return TocsinProcess.start(role, dir.resolve(name), port, own, options);
    }

    /**
     * Starts another process on its data and port, which is to take over.
     *
     * @param changes in its settings; empty: one is missing
     */
    public TocsinProcess successor(Map<String, String> changes) {
      Map<String, String> own = new HashMap<>(settings);
      own.putAll(changes);
      return launch(own, "--take-over");
    }

    /** The one that runs here from now on. */
    public void replaceWith(TocsinProcess successor) {
      process = successor;
    }

    public TocsinProcess process() {
      return process;
    }

    public void awaitReady() {
      process.awaitReady(START);
    }

    public void kill() {
      process.kill();
    }

    /** Starts it again, without waiting until it is ready. */
    public void start() {
      process = launch();
    }

    /** Whether it answers at all. */
    public boolean listens() {
      return process.status("/healthz") != 0;
    }

    public int port() {
      return port;
    }

    public long pid() {
      return process.pid();
    }

    public String name() {
      return name;
    }

    public String output() {
      return process.output();
    }
  }

  private final Path dir;
  private final ExternalPostgres postgres;
  private final Map<String, String> settings;
  private final List<Member> members = new ArrayList<>();

  /**
   * @param settings for all processes, besides the database
   */
  public Cluster(Path dir, Map<String, String> settings) {
    this.dir = dir;
    this.postgres = ExternalPostgres.create(dir.resolve("pg"));
    this.settings = new HashMap<>(settings);
    postgres.start();
    this.settings.put("DATABASE_URL", postgres.url());
    this.settings.put("TOCSIN_SECRET_KEY", KEY);
    try {
      Files.createDirectories(data());
      Files.writeString(data().resolve("secret.key"), KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TocsinProcess.run(data(), this.settings, "migrate");
  }

  /** Starts a member; {@code role} is that of a single process, such as {@code alerter}. */
  public Member add(String role, String name) {
    Member member = new Member(role, name);
    members.add(member);
    return member;
  }

  public Api project(String name) {
    return Api.createProject(URI.create("http://127.0.0.1"), data(), settings, name);
  }

  /** Runs a command of the program; returns what it printed. */
  public String run(String... arguments) {
    return TocsinProcess.run(data(), settings, arguments);
  }

  /** Where the key lies with which channels are encrypted. */
  public Path data() {
    return dir.resolve("data");
  }

  /** What commands need to work on the same database. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  public ExternalPostgres postgres() {
    return postgres;
  }

  public List<Member> members() {
    return members;
  }

  @Override
  public void close() {
    members.forEach(member -> member.process.close());
    postgres.close();
  }
}
