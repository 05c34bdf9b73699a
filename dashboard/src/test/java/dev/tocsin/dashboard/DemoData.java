package dev.tocsin.dashboard;

import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Forty checks in all states, with their history, as a busy small team would have them. */
final class DemoData {

  private static final List<String> NAMES =
      List.of(
          "Nightly database backup",
          "Invoice export",
          "Certificate renewal",
          "Search index",
          "Customer report mail",
          "Sitemap",
          "Log rotation",
          "Payment reconciliation",
          "Image thumbnails",
          "Newsletter queue",
          "Inventory sync",
          "Currency rates",
          "Session clean-up",
          "Warehouse import",
          "Data lake copy",
          "DNS zone export",
          "Backup of the file server",
          "Restore drill",
          "Licence check",
          "Price feed",
          "Recommendation model",
          "Fraud score batch",
          "CRM sync",
          "Ticket escalation",
          "Door access log",
          "Time sheet reminder",
          "Status page cache",
          "CDN log import",
          "Spam filter training",
          "GeoIP database",
          "Translation memory",
          "Video encoding queue",
          "Mail archive",
          "VPN key rotation",
          "Disk usage report",
          "Release notes draft",
          "Partner catalogue, the very long name of a job that somebody called by a sentence",
          "Tax rates",
          "Office heating",
          "Weekly vacuum");

  private static final List<String> TAGS =
      List.of(
          "prod db",
          "prod billing",
          "prod",
          "search",
          "mail",
          "web",
          "ops",
          "billing",
          "web img",
          "");

  private final Random random = new Random(7);
  private final Instant now = Instant.now();

  void fill(Db db, SecretBox secrets, long projectId) {
    db.transaction(
        "filling",
        tx -> {
          DemoChannels channels = DemoChannels.make(tx, secrets, projectId);
          for (int i = 0; i < NAMES.size(); i++) {
            check(tx, projectId, i, channels.mail(), channels.hook());
          }
          return true;
        });
  }

  private void check(Tx tx, long project, int i, long mail, long hook) {
    Duration[] periods = {
      Duration.ofHours(24),
      Duration.ofHours(1),
      Duration.ofMinutes(5),
      Duration.ofMinutes(30),
      Duration.ofDays(7)
    };
    Optional<DemoCron> cron = DemoCron.of(i, now);
    Duration period = cron.map(DemoCron::every).orElse(periods[i % periods.length]);
    // Somebody was careful with the recommendation model: the doctor has a word on it.
    Duration grace =
        i == 20 ? Duration.ofHours(12) : Duration.ofSeconds(Math.max(60, period.toSeconds() / 12));
    long id =
        tx.first(
                "check",
                "INSERT INTO checks (project_id, name, slug, tags, description, timeout, grace, schedule_told) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                row -> row.number("id"),
                project,
                NAMES.get(i),
                i % 3 == 0
                    ? NAMES.get(i).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-")
                    : "",
                TAGS.get(i % TAGS.size()),
                i == 0
                    ? "Dumps all databases to the file server.\nIf it is down: look at /var/log/backup.log, then at free space."
                    : "",
                period,
                grace,
                i != 15) // which the doctor learns
            .orElseThrow();
    cron.ifPresent(
        line ->
            tx.update(
                "schedule",
                "UPDATE checks SET kind = 'cron', schedule = ?, tz = ? WHERE id = ?",
                line.expression(),
                DemoCron.ZONE.getId(),
                id));
    tx.update("age", "UPDATE checks SET created_at = now() - interval '120 days' WHERE id = ?", id);
    tx.update("state", "INSERT INTO check_state (check_id) VALUES (?)", id);
    tx.update(
        "channels",
        "INSERT INTO check_channels SELECT ?, unnest(?)",
        id,
        i % 4 == 3 ? List.of(mail) : List.of(mail, hook));
    boolean isNew = i == 35 || i == 36;
    boolean timedOut = i == 1 || i == 12;
    boolean failed = i == 7;
    boolean late = i == 4 || i == 22;
    boolean running = i == 13 || i == 31;
    boolean paused = i == 18 || i == 34;
    if (isNew) {
      return;
    }
    double into = timedOut ? 1.5 + i / 20.0 : late ? 1.03 : 0.05 + random.nextDouble() * 0.85;
    Instant last = now.minusMillis((long) (period.toMillis() * into));
    int runs = i % 5 == 4 ? 12 : 45;
    long n = 0;
    Duration took = Duration.ZERO;
    Instant latest = last;
    for (int r = runs; r >= 0; r--) {
      boolean withStart = i % 3 != 2;
      boolean bad = (r == 0 && failed) || (r > 0 && random.nextInt(30) == 0);
      took =
          Duration.ofMillis(
              (long)
                  (Math.min(period.toMillis() / 20, 400_000) * (0.5 + random.nextDouble() * 0.6)));
      double jitter = r == 0 ? 0 : (random.nextDouble() - .5) * .02;
      int ago = r;
      Instant by = last.minusMillis((long) (period.toMillis() * (r + jitter)));
      Instant end =
          cron.map(line -> line.due(ago)).orElse(by).plus(cron.isPresent() ? took : Duration.ZERO);
      latest = end;
      if (withStart) {
        ping(tx, id, ++n, end.minus(took), "start", -1, "");
      }
      String body =
          i % 2 == 0
              ? ""
              : bad
                  ? "pg_dump: error: connection to server failed\nFATAL: <b>no space</b> left & nothing done\n"
                  : "dumped 14 databases, 3.2 GB in %d s\nall good\n".formatted(took.toSeconds());
      ping(tx, id, ++n, end, bad ? "fail" : "success", bad ? 3 : withStart ? 0 : -1, body);
      if (bad) {
        flip(tx, id, end, "up", "down", "fail", mail, hook);
        if (r > 0) {
          flip(tx, id, end.plus(period), "down", "up", "success", mail, hook);
        }
      } else if (r > 0 && r < runs && random.nextInt(40) == 0) {
        flip(tx, id, end.plus(grace), "up", "down", "timeout", mail, hook);
        flip(tx, id, end.plus(grace).plusSeconds(200), "down", "up", "success", mail, hook);
      }
    }
    String status = timedOut || failed ? "down" : paused ? "paused" : "up";
    Instant deadline = cron.map(line -> line.due(-1)).orElse(last.plus(period)).plus(grace);
    if (timedOut) {
      flip(tx, id, deadline, "up", "down", "timeout", mail, hook);
    }
    if (paused) {
      flip(tx, id, now.minusSeconds(9000), "up", "paused", "pause", 0, 0);
    }
    Instant start = now.minusSeconds(40);
    if (running) {
      ping(tx, id, ++n, start, "start", -1, "");
    }
    tx.update(
        "state",
        """
        UPDATE check_state SET status = ?, n_pings = ?, last_ping = ?, last_start = ?, last_duration = ?,
               deadline = ?, switched_at = ? WHERE check_id = ?
        """,
        status,
        n,
        latest,
        running ? start : null,
        i % 3 != 2 ? took.toMillis() * 1000 : null,
        status.equals("up") ? deadline : null,
        paused ? now.minusSeconds(9000) : null,
        id);
  }

  private void ping(Tx tx, long id, long n, Instant at, String kind, int exit, String body) {
    tx.update(
        "ping",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua, rid, exit_status, body)
        VALUES (?, ?, ?, ?, 'https', ?, ?, ?, NULL, ?, ?)
        """,
        id,
        n,
        at,
        kind,
        body.isEmpty() ? "GET" : "POST",
        "192.0.2." + (id % 200),
        "curl/8.5.0",
        exit < 0 ? null : exit,
        body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8));
  }

  private void flip(
      Tx tx, long id, Instant at, String from, String to, String reason, long... channels) {
    if (at.isAfter(now)) {
      return;
    }
    long flip =
        tx.first(
                "flip",
                "INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out) VALUES (?, ?, ?, ?, ?, true) RETURNING id",
                row -> row.number("id"),
                id,
                at,
                from,
                to,
                reason)
            .orElseThrow();
    for (long channel : channels) {
      if (channel == 0) {
        continue;
      }
      Instant sent = at.plusMillis(400 + random.nextInt(600));
      long message =
          tx.first(
                  "message",
                  "INSERT INTO messages (channel_id, key, state, created_at, attempts, settled_at) VALUES (?, ?, 'delivered', ?, 1, ?) RETURNING id",
                  row -> row.number("id"),
                  channel,
                  UUID.randomUUID().toString(),
                  at,
                  sent)
              .orElseThrow();
      tx.update(
          "attempt",
          "INSERT INTO attempts (message_id, at, took, verdict, detail) VALUES (?, ?, interval '0.3 s', 'delivered', '200 OK')",
          message,
          sent);
      tx.update(
          "delivery",
          "INSERT INTO deliveries (flip_id, channel_id, check_id, message_id, created_at) VALUES (?, ?, ?, ?, ?)",
          flip,
          channel,
          id,
          message,
          at);
    }
  }
}
