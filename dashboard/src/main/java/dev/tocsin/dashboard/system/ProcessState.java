package dev.tocsin.dashboard.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.store.Processes.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process with what it says of itself.
 *
 * @param notReady why it does not do all of its work, a line each
 * @param trouble what its listener says that people have to look into, a line each
 * @param loads its limits, and how much of them was in use at its last sign of life
 * @param disks those that it fills
 * @param restart what a restart would bring
 * @param ends what it knows to end by itself within a month
 */
public record ProcessState(
    Running row,
    List<String> notReady,
    List<String> trouble,
    List<Load> loads,
    Optional<Journal> journal,
    List<Disk> disks,
    Restart restart,
    List<Ending> ends) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The journal of a listener, as it was at its last sign of life.
   *
   * @param end the position after its last record
   * @param bytes on disk
   * @param maxBytes it may become so large
   * @param lag age of the oldest ping that was not applied; zero: there was none
   * @param damaged ranges that could not be read
   */
  public record Journal(
      String stream, long end, long bytes, long maxBytes, Duration lag, int damaged) {

    /** How full it is, in percent. */
    public int percent() {
      return maxBytes <= 0 ? 0 : (int) Math.min(100, Math.round(bytes * 100.0 / maxBytes));
    }
  }

  /**
   * A limit of the process.
   *
   * @param of in words: "open files"
   * @param used may exceed the limit where others wait for it
   */
  public record Load(String of, double used, double limit) {

    /** How much is in use, in percent. */
    public long percent() {
      return limit <= 0 ? 0 : Math.round(used * 100.0 / limit);
    }
  }

  /**
   * A disk, as it was at its last sign of life.
   *
   * @param holds what of Tocsin is on it: {@code journal}, {@code database}, {@code data}
   * @param size in bytes
   * @param free bytes that could be written
   */
  public record Disk(List<String> holds, long size, long free) {

    private static final int FULL = 80;

    /** How full it is, in percent. */
    public int percent() {
      return size <= 0 ? 0 : (int) Math.min(100, Math.round((size - free) * 100.0 / size));
    }

    /** Whether somebody should make room. */
    public boolean full() {
      return percent() >= FULL;
    }
  }

  /**
   * The settings that a restart would load, beside those in use.
   *
   * @param differ settings that would be others, a line each; of secrets only that they would be
   * @param refused why it would not start at all, a line each
   */
  public record Restart(List<String> differ, List<String> refused) {

    static Restart of(JsonNode json) {
      return new Restart(texts(json.path("differ")), texts(json.path("refused")));
    }
  }

  /** A certificate or a password that ends by itself, or has. */
  public record Ending(String what, Instant at) {

    private static List<Ending> of(JsonNode array) {
      List<Ending> all = new ArrayList<>();
      array.forEach(
          one ->
              all.add(
                  new Ending(one.path("what").asText(), Instant.parse(one.path("at").asText()))));
      return all;
    }
  }

  /** A setting in effect; of a secret only that it is one. */
  public record Setting(String name, String value, String origin) {}

  /** Reads what it says of itself. */
  public static ProcessState of(Running row) {
    JsonNode state = parse(row.state());
    JsonNode journal = state.path("journal");
    return new ProcessState(
        row,
        texts(state.path("not_ready")),
        texts(state.path("trouble")),
        loads(state.path("load")),
        journal.isObject()
            ? Optional.of(
                new Journal(
                    journal.path("stream").asText(),
                    journal.path("end").asLong(),
                    journal.path("bytes").asLong(),
                    journal.path("max_bytes").asLong(),
                    Duration.ofMillis(journal.path("lag_ms").asLong()),
                    journal.path("damaged").asInt()))
            : Optional.empty(),
        disks(state.path("disks")),
        Restart.of(state.path("restart")),
        Ending.of(state.path("ends")));
  }

  private static List<Disk> disks(JsonNode array) {
    List<Disk> disks = new ArrayList<>();
    array.forEach(
        one ->
            disks.add(
                new Disk(
                    texts(one.path("holds")),
                    one.path("size").asLong(),
                    one.path("free").asLong())));
    return disks;
  }

  /** What it was started with. */
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (JsonNode one : parse(row.self().settings())) {
      settings.add(
          new Setting(
              one.path("name").asText(), one.path("value").asText(), one.path("origin").asText()));
    }
    return settings;
  }

  /** Version and commit, as people say it. */
  public String version() {
    String commit = row.self().commit();
    return row.self().version() + (commit.isEmpty() ? "" : " (" + commit + ")");
  }

  private static List<Load> loads(JsonNode array) {
    List<Load> loads = new ArrayList<>();
    array.forEach(
        one ->
            loads.add(
                new Load(
                    one.path("of").asText(),
                    one.path("used").asDouble(),
                    one.path("limit").asDouble())));
    return loads;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Postgres keeps no JSON that is none", e);
    }
  }
}
