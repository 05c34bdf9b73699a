package dev.tocsin.roles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.ping.JournalReport;
import dev.tocsin.ping.PingListener;
import dev.tocsin.selfwatch.Loads;
import dev.tocsin.selfwatch.OwnAnswers;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Processes;
import dev.tocsin.store.Processes.Running;
import dev.tocsin.store.Processes.Self;
import dev.tocsin.store.SecretBox;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that this process is there, what it is and how it fares: so that operators
 * see all of them in one place, and which of them differ. Nothing depends on it.
 */
final class ProcessPart implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProcessPart.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A stop does not wait longer for a database that hangs. */
  private static final Duration LEAVE = Duration.ofSeconds(1);

  /** Any zone: they are all of one version. */
  private static final String SOME_ZONE = "Europe/Berlin";

  private final Db db;
  private final Self self;
  private final Supplier<List<String>> notReady;
  private final Loads loads;
  private final OwnAnswers answers;
  private final Disks disks;
  private final long maxBytes;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "tocsin-process");
            made.setDaemon(true);
            return made;
          });
  private final Instant started =
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  private final SettingsPart settings;
  private volatile @Nullable PingListener listener;
  private volatile String state = "{}";
  private volatile long saidAt = System.nanoTime();

  private ProcessPart(Db db, Self self, Base base, Disks disks, SettingsPart settings) {
    this.db = db;
    this.self = self;
    this.notReady = base.readiness::notReady;
    this.loads = base.loads;
    this.answers = base.answers;
    this.disks = disks;
    this.maxBytes = base.settings.get(Keys.JOURNAL_MAX_BYTES);
    this.settings = settings;
  }

  /**
   * Starts to say it; never fails because Postgres is away.
   *
   * @param db stays the caller's to close
   * @param box with the secret key, where this process has it
   * @param own says more of the settings
   */
  static ProcessPart start(
      Base base, Role role, Build build, Db db, Optional<SecretBox> box, SettingsPart own)
      throws CannotStartException {
    Settings settings = base.settings;
    Self self =
        new Self(
            UUID.randomUUID(),
            Sections.nodeName(settings),
            role.command(),
            build.version(),
            build.commit(),
            Runtime.version().toString(),
            ZoneRulesProvider.getVersions(SOME_ZONE).lastEntry().getKey(),
            settings.fingerprint(role),
            box.map(it -> settings.secretsFingerprint(role, it.derive("settings fingerprint")))
                .orElse(""),
            shared(settings, role),
            json(settings.shown(role)));
    Disks disks = Disks.of(settings, role);
    disks.watch(base.registry);
    ProcessPart part = new ProcessPart(db, self, base, disks, own);
    Future<?> forEver =
        part.thread.scheduleWithFixedDelay(
            part::say, 0, Processes.EVERY.toMillis(), TimeUnit.MILLISECONDS);
    log.debug("signs of life: {}", forEver);
    return part;
  }

  /** What must be the same everywhere, by name; no secret. A listener alone has no key. */
  private static Map<String, String> shared(Settings settings, Role role)
      throws CannotStartException {
    Map<String, String> shared = new HashMap<>();
    shared.put("site.url", settings.siteUrl().toString());
    if (role != Role.PING_LISTENER) {
      shared.put("secret.key (fingerprint)", SecretKey.fingerprint(settings));
    }
    return shared;
  }

  /** This process has a listener, of which there is more to say. */
  void add(PingListener heard) {
    listener = heard;
  }

  /**
   * This process as it is, from what was to be said last: asks nobody. It is silent for as long as
   * the database has not taken it.
   */
  Running now() {
    return new Running(self, started, Duration.ofNanos(System.nanoTime() - saidAt), true, state);
  }

  private void say() {
    try {
      answers.look(System.nanoTime());
      state = json(state());
      Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
      db.transaction(
          "giving a sign of life",
          tx -> {
            Processes.say(tx, self, uptime, state);
            return true;
          });
      saidAt = System.nanoTime();
    } catch (DbException e) {
      log.debug("no sign of life: {}", e.getMessage()); // others tell of the database
    } catch (RuntimeException e) {
      log.error("no sign of life; next try in {}", Processes.EVERY, e);
    }
  }

  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("not_ready", notReady.get());
    state.put("load", loads.look());
    state.put("disks", disks.look());
    state.putAll(settings.state());
    PingListener heard = listener;
    if (heard != null) {
      JournalReport journal = heard.journal();
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("stream", journal.stream().toString());
      of.put("end", journal.end());
      of.put("bytes", journal.bytes());
      of.put("max_bytes", maxBytes);
      of.put("lag_ms", journal.lag().toMillis());
      of.put("damaged", journal.damaged());
      state.put("journal", of);
      state.put("trouble", heard.trouble());
    }
    return state;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }

  /**
   * Takes leave, if the database answers at once: a row that stays says that somebody is missed.
   */
  @Override
  public void close() {
    try {
      thread
          .submit(
              () ->
                  db.transaction(
                      "taking leave",
                      tx -> {
                        Processes.leave(tx, self.id());
                        return true;
                      }))
          .get(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      log.debug("left without a word", e);
    } finally {
      thread.shutdownNow();
    }
  }
}
