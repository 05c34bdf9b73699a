package dev.tocsin.selfwatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** All the limits of this process that may be reached before anybody thinks of them. */
public final class Loads {

  private record Source(String of, DoubleSupplier used, double limit) {
    Load look() {
      double now = used.getAsDouble();
      return new Load(of, Double.isNaN(now) ? 0 : now, limit);
    }
  }

  private final MeterRegistry registry;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final Map<String, Load> last = new ConcurrentHashMap<>();

  public Loads(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Adds one.
   *
   * @param used quick, from any thread; not a number: nothing
   */
  public void add(String of, DoubleSupplier used, double limit) {
    sources.add(new Source(of, used, limit));
    Gauge.builder("tocsin.load", this, loads -> loads.share(of))
        .description("Share of a limit that was in use when last looked at; 1: all of it")
        .tag("of", of.replace(' ', '-'))
        .register(registry);
  }

  private double share(String of) {
    Load load = last.get(of);
    return load == null ? 0 : load.share();
  }

  /** Looks at all of them, in the order in which they were added. */
  public List<Load> look() {
    List<Load> now = sources.stream().map(Source::look).toList();
    now.forEach(load -> last.put(load.of(), load));
    return now;
  }

  /** What the last look saw. */
  List<Load> last() {
    return List.copyOf(last.values());
  }
}
