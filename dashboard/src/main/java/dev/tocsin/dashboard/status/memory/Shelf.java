package dev.tocsin.dashboard.status.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The pages that can be served, by their addresses. Those who serve read it without a lock; it is
 * replaced as a whole.
 */
public final class Shelf {

  private record Pages(
      Map<String, Served> bySlug, Map<String, Served> byHost, Map<UUID, Served> byCode) {
    static final Pages NONE = new Pages(Map.of(), Map.of(), Map.of());
  }

  private final boolean https;
  private volatile Pages pages = Pages.NONE;

  /**
   * @param https whether browsers reach us by it
   */
  public Shelf(boolean https) {
    this.https = https;
  }

  /** The page with this end of its address. */
  public @Nullable Served bySlug(String slug) {
    return pages.bySlug().get(slug);
  }

  /** The page with this host name, in lower case. */
  public @Nullable Served byHost(String host) {
    return pages.byHost().get(host);
  }

  /** Whether any page has a host name of its own. */
  public boolean hasHosts() {
    return !pages.byHost().isEmpty();
  }

  /** Puts up these pages, and no others. What looks as before stays as it is. */
  synchronized void show(Collection<Snapshot> snapshots, Instant now, boolean away) {
    Map<UUID, Served> was = pages.byCode();
    Map<String, Served> bySlug = new HashMap<>();
    Map<String, Served> byHost = new HashMap<>();
    Map<UUID, Served> byCode = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      Optional<Age> age = Age.of(snapshot.asOf(), now, away);
      Served old = was.get(snapshot.code());
      Served is =
          old != null && old.page().same(snapshot) && old.age().equals(age)
              ? old
              : Served.of(snapshot, age, https);
      byCode.put(snapshot.code(), is);
      bySlug.put(snapshot.slug(), is);
      if (!snapshot.host().isEmpty()) {
        byHost.put(snapshot.host(), is);
      }
    }
    pages = new Pages(bySlug, byHost, byCode);
  }
}
