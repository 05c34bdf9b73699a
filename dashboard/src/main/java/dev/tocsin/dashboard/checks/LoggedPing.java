package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.PingText;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ping as the log shows it.
 *
 * @param duration from the start of its run, for completions whose start is known
 * @param exitStatus 0 to 255, if it came with one
 * @param broken the assertions that this success broke, one a line; null: none
 * @param bodyBytes how long its kept body is; 0 means that there is none
 */
public record LoggedPing(
    long n,
    Instant at,
    PingKind kind,
    String scheme,
    String method,
    @Nullable String remoteAddr,
    String ua,
    @Nullable UUID rid,
    @Nullable Integer exitStatus,
    @Nullable String broken,
    int bodyBytes,
    @Nullable Duration duration) {

  /** As the state machine sees it. */
  public Ping ping() {
    return new Ping(at, kind, rid == null ? null : new RunId(rid));
  }

  /** The same where it is known what it says. */
  public Ping saying(@Nullable PingText said) {
    Ping plain = ping();
    return new Ping(plain.at(), plain.kind(), plain.run(), said);
  }

  /** Whether it counted as a failure by what it said, or by what it did not say. */
  public boolean failed() {
    return kind == PingKind.FAIL || broken != null;
  }

  LoggedPing lasting(@Nullable Duration took) {
    return new LoggedPing(
        n, at, kind, scheme, method, remoteAddr, ua, rid, exitStatus, broken, bodyBytes, took);
  }
}
