package dev.tocsin.ping.apply;

import dev.tocsin.ping.apply.Quotas.Quota;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Limits of projects, made up. */
public final class TestQuotas {

  private TestQuotas() {}

  /** All of the same size: codes and ping keys to their projects. */
  public static Quotas of(Map<UUID, Long> codes, Map<String, Long> pingKeys, int perMinute) {
    return new Quotas(limits(codes, perMinute), limits(pingKeys, perMinute));
  }

  private static <K> Map<K, Quota> limits(Map<K, Long> projects, int perMinute) {
    return projects.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> new Quota(one.getValue(), perMinute)));
  }
}
