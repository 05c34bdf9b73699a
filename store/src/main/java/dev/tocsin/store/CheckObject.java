package dev.tocsin.store;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check as the Management API shows it, member by member, ready for a JSON writer. Here because
 * the API and the messages of the alerter must show the same.
 *
 * @param siteUrl the root of the pages, without a slash at the end
 * @param pingUrl what a ping URL starts with, with a slash at the end
 */
public record CheckObject(String siteUrl, String pingUrl) {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private static final int MEMBERS = 32; // a few more than there are: maps of 30 need not grow

  private static final int NEXT_PINGS = 10;

  /** The API versions; they differ in status, slugs and the number in the URLs. */
  public enum Version {
    V1(1),
    V2(2),
    V3(3);

    private final int number;

    Version(int number) {
      this.number = number;
    }

    /** The number in the URLs. */
    public int number() {
      return number;
    }
  }

  /** The object for a read-write key. */
  public Map<String, @Nullable Object> full(
      Version version, StoredCheck check, Collection<UUID> channels, AsOf asOf) {
    Map<String, @Nullable Object> json = common(version, check, asOf);
    // A list may have 10,000 of these: plain concatenation, since formatting is ten times slower.
    String code = check.code().toString();
    String self = siteUrl + "/api/v" + version.number() + "/checks/" + code;
    json.put("uuid", code);
    json.put("ping_url", pingUrl + code);
    json.put("update_url", self);
    json.put("pause_url", self + "/pause");
    json.put("resume_url", self + "/resume");
    json.put("channels", joined(channels));
    return withSchedule(json, check.settings());
  }

  private static String joined(Collection<UUID> channels) {
    String[] codes = new String[channels.size()];
    int used = 0;
    for (UUID channel : channels) {
      codes[used++] = channel.toString();
    }
    Arrays.sort(codes);
    return String.join(",", codes);
  }

  /** The object for a read-only key: nothing in it tells the check's UUID. */
  public Map<String, @Nullable Object> readOnly(Version version, StoredCheck check, AsOf asOf) {
    Map<String, @Nullable Object> json = common(version, check, asOf);
    json.put("unique_key", uniqueKey(check.code()));
    return withSchedule(json, check.settings());
  }

  private Map<String, @Nullable Object> common(Version version, StoredCheck check, AsOf asOf) {
    CheckSettings set = check.settings();
    CheckState state = check.state();
    CheckRules rules = check.rules();
    Map<String, @Nullable Object> json = new LinkedHashMap<>(MEMBERS * 2);
    json.put("name", set.name());
    json.put("slug", set.slug());
    json.put("tags", set.tags());
    json.put("desc", set.description());
    json.put("grace", set.grace().toSeconds());
    json.put("n_pings", state.pings());
    json.put("status", status(version, state, rules, asOf));
    json.put("started", state.started());
    json.put("last_ping", seconds(Optional.ofNullable(state.lastPing())));
    json.put("next_ping", seconds(CheckMachine.nextPing(state, rules)));
    json.put("manual_resume", set.manualResume());
    json.put("methods", set.postOnly() ? "POST" : "");
    json.put("subject", set.filterSubject() ? set.successWords() : "");
    json.put("subject_fail", set.filterSubject() ? set.failureWords() : "");
    json.put("start_kw", set.startWords());
    json.put("success_kw", set.successWords());
    json.put("failure_kw", set.failureWords());
    json.put("filter_subject", set.filterSubject());
    json.put("filter_body", set.filterBody());
    json.put("filter_http_body", set.filterHttpBody());
    json.put("filter_default_fail", set.filterDefaultFail());
    json.put("badge_url", siteUrl + "/b/2/" + check.badgeCode() + ".svg");
    if (state.lastDuration() != null) {
      json.put("last_duration", state.lastDuration().toSeconds());
    }
    Credit credit = state.credit();
    if (version == Version.V3 && credit != null) {
      json.put("unverified", unverified(credit.blind()));
    }
    if (!set.policy().equals(Policy.NONE)) {
      putPolicy(json, set.policy());
    }
    return json;
  }

  /** Beyond the protocol: when nobody could have heard the run that was taken for done. */
  private static Map<String, String> unverified(Interval blind) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("from", seconds(blind.since()));
    json.put("to", seconds(blind.until()));
    return json;
  }

  /** Beyond the protocol: only what differs from the default, so that others see none of it. */
  private static void putPolicy(Map<String, @Nullable Object> json, Policy policy) {
    policy.maxRuntime().ifPresent(limit -> json.put("max_runtime", limit.toSeconds()));
    policy.minRuntime().ifPresent(limit -> json.put("min_runtime", limit.toSeconds()));
    if (!policy.early().isZero()) {
      json.put("early_tolerance", policy.early().toSeconds());
    }
    if (policy.failuresBeforeDown() > 1) {
      json.put("failures_before_down", policy.failuresBeforeDown());
    }
    if (policy.successesBeforeUp() > 1) {
      json.put("successes_before_up", policy.successesBeforeUp());
    }
    if (policy.overlapping()) {
      json.put("overlapping_runs", true);
    }
    if (policy.keepAlive()) {
      json.put("keep_alive", true);
    }
    if (policy.blind() != Policy.NONE.blind()) {
      json.put("blind_policy", policy.blind().word());
    }
  }

  // Version 1 shows a run before everything but its own overrun, also for a check that is down.
  private static String status(Version version, CheckState state, CheckRules rules, AsOf asOf) {
    boolean running = CheckMachine.runLimit(state, rules).filter(asOf.at()::isBefore).isPresent();
    return version == Version.V1 && running ? "started" : asOf.standing(state, rules).word();
  }

  private static Map<String, @Nullable Object> withSchedule(
      Map<String, @Nullable Object> json, CheckSettings set) {
    if (set.kind().equals("simple")) {
      json.put("timeout", set.timeout().toSeconds());
    } else {
      json.put("schedule", set.schedule());
      json.put("tz", set.tz());
    }
    return json;
  }

  /**
   * A schedule with its meaning: in words, and the next times at which a ping would be due.
   *
   * @param now for a period, as if a ping had just come
   */
  public static Map<String, @Nullable Object> schedule(CheckSettings set, Instant now) {
    Schedule schedule = set.rules().schedule();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", set.kind());
    withSchedule(json, set);
    json.put("words", schedule.inWords());
    json.put(
        "next_pings", schedule.upcoming(now, NEXT_PINGS).stream().map(SECONDS::format).toList());
    return json;
  }

  private static @Nullable String seconds(Optional<Instant> at) {
    return at.map(CheckObject::seconds).orElse(null);
  }

  // By hand, since a list has twenty thousand of them and a formatter takes a microsecond for each.
  private static String seconds(Instant at) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 1000 || utc.getYear() > 9999) {
      return SECONDS.format(at);
    }
    StringBuilder text = new StringBuilder(25).append(utc.getYear());
    pair(text.append('-'), utc.getMonthValue());
    pair(text.append('-'), utc.getDayOfMonth());
    pair(text.append('T'), utc.getHour());
    pair(text.append(':'), utc.getMinute());
    pair(text.append(':'), utc.getSecond());
    return text.append("+00:00").toString();
  }

  private static void pair(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /**
   * The name of a check for those who may not know its UUID: SHA-1 of the first 16 hex digits, as
   * lower-case hex.
   */
  public static String uniqueKey(UUID code) {
    String half = code.toString().replace("-", "").substring(0, 16);
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(half.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
