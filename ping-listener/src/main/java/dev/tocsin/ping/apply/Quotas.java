package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Target;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many pings a minute some projects may send, by the targets of their checks. Most
 * installations have none.
 */
public final class Quotas {

  /** No project is limited. */
  public static final Quotas NONE = new Quotas(Map.of(), Map.of());

  /** So many checks of limited projects are told apart, about 100 bytes each; others are free. */
  static final int MOST_CHECKS = 200_000;

  /**
   * What a project may send.
   *
   * @param perMinute at least 1
   */
  public record Quota(long project, int perMinute) {}

  private final Map<UUID, Quota> byCode;
  private final Map<String, Quota> byPingKey;

  Quotas(Map<UUID, Quota> byCode, Map<String, Quota> byPingKey) {
    this.byCode = Map.copyOf(byCode);
    this.byPingKey = Map.copyOf(byPingKey);
  }

  /** The limit under which a target is; null: none. */
  public @Nullable Quota of(Target target) {
    return target instanceof Target.BySlug it
        ? byPingKey.get(it.pingKey())
        : byCode.get(((Target.ByCode) target).code());
  }
}
