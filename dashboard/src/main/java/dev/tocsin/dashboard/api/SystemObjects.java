package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.system.AlertLag;
import dev.tocsin.dashboard.system.AsidePing;
import dev.tocsin.dashboard.system.LaneState;
import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.ProcessState;
import dev.tocsin.dashboard.system.ProcessState.Ending;
import dev.tocsin.dashboard.system.ProcessState.Journal;
import dev.tocsin.dashboard.system.Quarantine;
import dev.tocsin.dashboard.system.SettingsChange;
import dev.tocsin.dashboard.system.StreamState;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Processes.Difference;
import dev.tocsin.store.Processes.Self;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The installation as a whole, as the API shows it. */
final class SystemObjects {

  private SystemObjects() {}

  /** All of it; what could not be read is null. */
  static Map<String, @Nullable Object> overview(Overview all) {
    Map<String, @Nullable Object> json =
        members(
            "matters", list(all.matters(), SystemObjects::matter),
            "processes", list(all.fleet().map(Overview.Fleet::processes), SystemObjects::process),
            "differences",
                list(all.fleet().map(Overview.Fleet::differences), SystemObjects::difference),
            "ends", list(all.fleet().map(Overview.Fleet::ends), SystemObjects::ending),
            "watermark", all.heard().map(SystemObjects::watermark).orElse(null),
            "streams", list(all.heard().map(Overview.Heard::streams), SystemObjects::stream),
            "lanes", all.lanes().map(SystemObjects::lanes).orElse(null));
    json.put("blind", list(all.blind(), SystemObjects::blind));
    json.put("quarantined", all.quarantined().orElse(null));
    json.put("rods", list(all.rods(), SystemObjects::rod));
    json.put("alert_lag", all.lag().map(SystemObjects::lag).orElse(null));
    json.put("settings_changes", list(all.settingsChanges(), SystemObjects::settingsChange));
    return json;
  }

  private static Map<String, @Nullable Object> members(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return json;
  }

  private static <T> @Nullable List<Map<String, @Nullable Object>> list(
      Optional<List<T>> items, Function<T, Map<String, @Nullable Object>> object) {
    return items.map(some -> some.stream().map(object).toList()).orElse(null);
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : LogRequests.date(at);
  }

  private static @Nullable Object seconds(@Nullable Duration span) {
    return span == null ? null : AlertObjects.thousandths(span);
  }

  private static Map<String, @Nullable Object> matter(Overview.Matter matter) {
    return members(
        "id", matter.id(),
        "title", matter.title(),
        "lines", matter.lines(),
        "since", time(matter.since()),
        "acked_by", matter.ackedBy());
  }

  private static Map<String, @Nullable Object> process(ProcessState process) {
    Self self = process.row().self();
    Map<String, @Nullable Object> json =
        members(
            "id", self.id(),
            "role", self.role(),
            "node", self.node(),
            "version", self.version(),
            "commit", self.commit(),
            "java", self.java(),
            "tzdata", self.tzdata());
    json.put("settings_fingerprint", self.settingsPrint());
    json.put("secrets_fingerprint", self.secretsPrint());
    json.put("started", time(process.row().started()));
    json.put("silent_seconds", seconds(process.row().silent()));
    json.put("alive", process.row().alive());
    json.put("not_ready", process.notReady());
    json.put("trouble", process.trouble());
    json.put("disks", process.disks().stream().map(SystemObjects::disk).toList());
    json.put(
        "load",
        process.loads().stream()
            .map(one -> Map.of("of", one.of(), "used", one.used(), "limit", one.limit()))
            .toList());
    json.put(
        "restart",
        members("differ", process.restart().differ(), "refused", process.restart().refused()));
    json.put(
        "settings",
        process.settings().stream()
            .map(one -> Map.of("name", one.name(), "value", one.value(), "from", one.origin()))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> disk(ProcessState.Disk disk) {
    return members("holds", disk.holds(), "size_bytes", disk.size(), "free_bytes", disk.free());
  }

  private static Map<String, @Nullable Object> ending(Ending ending) {
    return members("what", ending.what(), "at", time(ending.at()));
  }

  private static Map<String, @Nullable Object> settingsChange(SettingsChange change) {
    return members(
        "at", time(change.at()),
        "role", change.role(),
        "node", change.node(),
        "version", change.version(),
        "changes",
            change.changes().stream()
                .map(one -> Map.of("name", one.name(), "was", one.was(), "is", one.is()))
                .toList());
  }

  private static Map<String, @Nullable Object> difference(Difference difference) {
    return members(
        "role", difference.role(), "what", difference.what(), "nodes", difference.nodes());
  }

  private static Map<String, @Nullable Object> watermark(Overview.Heard heard) {
    return members(
        "behind_seconds", seconds(heard.behind()),
        "held_by", heard.holder().map(StreamState::node).orElse(null),
        "why", heard.holder().map(StreamState::why).orElse(null),
        "backlog_bytes", heard.backlog());
  }

  private static Map<String, @Nullable Object> stream(StreamState stream) {
    return members(
        "id", stream.id(),
        "node", stream.node(),
        "heard_through", time(stream.heardThrough()),
        "behind_seconds", seconds(stream.behind()),
        "why", stream.why(),
        "backlog_bytes", stream.backlog().orElse(null),
        "journal", stream.journal().map(SystemObjects::journal).orElse(null));
  }

  private static Map<String, @Nullable Object> journal(Journal journal) {
    return members(
        "bytes", journal.bytes(),
        "max_bytes", journal.maxBytes(),
        "oldest_seconds", seconds(journal.lag()),
        "damaged", journal.damaged());
  }

  private static Map<String, @Nullable Object> lanes(LaneState.All all) {
    return members(
        "waiting", all.waiting(),
        "sending", all.sending(),
        "open_breakers", all.open(),
        "broken_channels", all.broken(),
        "oldest", time(all.oldest()),
        "listed", all.listed().stream().map(SystemObjects::lane).toList());
  }

  private static Map<String, @Nullable Object> lane(LaneState lane) {
    Map<String, @Nullable Object> json =
        members(
            "project", lane.project(),
            "channel", lane.channel(),
            "kind", lane.kind(),
            "waiting", lane.waiting(),
            "sending", lane.sending(),
            "oldest", time(lane.oldest()),
            "failures", lane.failures());
    json.put("next", time(lane.next()));
    json.put("broken", lane.broken());
    return json;
  }

  private static Map<String, @Nullable Object> blind(BlindTime blind) {
    return members(
        "from", time(blind.at().since()),
        "to", time(blind.at().until()),
        "seconds", seconds(blind.at().length()),
        "causes", blind.causes());
  }

  private static Map<String, @Nullable Object> lag(AlertLag lag) {
    return members(
        "flips", lag.flips(),
        "percent_prompt", Math.floor(lag.percentPrompt() * 100) / 100,
        "prompt_seconds", AlertLag.PROMPT.toSeconds(),
        "hours", lag.hours().stream().map(SystemObjects::hour).toList());
  }

  private static Map<String, @Nullable Object> hour(AlertLag.Hour hour) {
    Map<String, @Nullable Object> json =
        members(
            "hour", time(hour.at()),
            "flips", hour.flips(),
            "waiting", hour.waiting(),
            "prompt", hour.prompt(),
            "found_p50", seconds(hour.foundHalf()),
            "found_p99", seconds(hour.foundMost()));
    json.put("told_p50", seconds(hour.toldHalf()));
    json.put("told_p99", seconds(hour.toldMost()));
    json.put("lag_p50", seconds(hour.half()));
    json.put("lag_p99", seconds(hour.most()));
    json.put("lag_max", seconds(hour.longest()));
    return json;
  }

  /** A ping that was set aside. */
  static Map<String, @Nullable Object> ping(AsidePing ping) {
    Map<String, @Nullable Object> json =
        members(
            "id", ping.id(),
            "node", ping.node(),
            "heard", time(ping.heard()),
            "set_aside", time(ping.at()),
            "why", ping.why(),
            "text", ping.text(),
            "bytes", ping.bytes());
    json.put("wanted", time(ping.wanted()));
    json.put("tried", time(ping.tried()));
    json.put("tried_why", ping.triedWhy());
    json.put("settled", ping.settled());
    json.put("settled_at", time(ping.settledAt()));
    json.put("settled_by", ping.settledBy());
    return json;
  }

  /** A check that is left alone. */
  static Map<String, @Nullable Object> check(Quarantine.AsideCheck check) {
    return members(
        "uuid", check.code(),
        "name", check.name(),
        "project", check.project(),
        "why", check.why(),
        "since", time(check.since()),
        "times", check.times(),
        "until", time(check.until()));
  }

  /** A change of status that no version that runs knows. */
  static Map<String, @Nullable Object> flip(Quarantine.AsideFlip flip) {
    return members(
        "id", flip.id(),
        "uuid", flip.code(),
        "name", flip.name(),
        "project", flip.project(),
        "at", time(flip.at()),
        "from", flip.from(),
        "to", flip.to());
  }

  /** A ping that belongs to nobody. */
  static Map<String, @Nullable Object> unresolved(Quarantine.Unresolved one) {
    return members("target", one.target(), "why", one.why(), "heard", time(one.heard()));
  }

  /** A control rod that is set. */
  static Map<String, @Nullable Object> rod(Rod rod) {
    return members(
        "name", rod.name(),
        "says", rod.says(),
        "reason", rod.reason(),
        "set_by", rod.setBy(),
        "set", time(rod.setAt()),
        "until", time(rod.until()));
  }
}
