package dev.tocsin.roles;

import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The disks that this process fills, and how full they are: the journal's and the embedded
 * database's, which mostly are one. Of a database elsewhere nothing is known: SQL does not say.
 */
final class Disks {

  /**
   * One disk.
   *
   * @param holds what of ours is on it: {@code journal}, {@code database}, {@code data}
   * @param size in bytes
   * @param free bytes that we may still write
   */
  record Use(List<String> holds, long size, long free) {

    /** From 0 to 1. */
    double used() {
      return size == 0 ? Double.NaN : 1 - (double) free / size;
    }
  }

  private final Map<String, Path> places = new LinkedHashMap<>();

  private Disks() {}

  static Disks of(Settings settings, Role role) {
    Disks disks = new Disks();
    if (role == Role.UP || role == Role.PING_LISTENER) {
      disks.places.put("journal", Sections.journalDir(settings));
    }
    if (role == Role.UP && settings.database().isEmpty()) {
      disks.places.put("database", EmbeddedServer.dir(settings));
    }
    if (disks.places.isEmpty()) {
      disks.places.put("data", settings.get(Keys.DATA_DIR));
    }
    return disks;
  }

  /** Shows them to Prometheus, by what they hold. */
  void watch(MeterRegistry registry) {
    for (String holds : places.keySet()) {
      gauge(registry, "tocsin.disk.free.bytes", "Bytes that can be written", holds, Use::free);
      gauge(registry, "tocsin.disk.size.bytes", "Bytes of the disk", holds, Use::size);
    }
  }

  private void gauge(
      MeterRegistry registry, String name, String what, String holds, ToDoubleFunction<Use> of) {
    Gauge.builder(
            name,
            () ->
                look().stream()
                    .filter(use -> use.holds().contains(holds))
                    .mapToDouble(of)
                    .findFirst()
                    .orElse(Double.NaN))
        .description(what + ", by what of ours is there")
        .tag("holds", holds)
        .register(registry);
  }

  /** Each disk once; what cannot be asked is missing. */
  List<Use> look() {
    Map<FileStore, List<String>> holds = new LinkedHashMap<>();
    places.forEach(
        (name, place) -> {
          try {
            FileStore store = Files.getFileStore(existing(place));
            holds.computeIfAbsent(store, none -> new ArrayList<>()).add(name);
          } catch (IOException e) {
            // Whoever writes there says more.
          }
        });
    List<Use> uses = new ArrayList<>();
    holds.forEach(
        (store, names) -> {
          try {
            uses.add(new Use(List.copyOf(names), store.getTotalSpace(), store.getUsableSpace()));
          } catch (IOException e) {
            // as above
          }
        });
    return uses;
  }

  /** How full the first or second of them is; not a number: there is none, or it does not say. */
  double used(int which) {
    List<Use> all = look();
    return which < all.size() ? all.get(which).used() : Double.NaN;
  }

  private static Path existing(Path place) {
    Path there = place.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
