package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.TimeZones;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All time zones, those together whose clocks showed the same at some instants: pings cannot tell
 * these apart. First in a class is the one that it most likely is.
 */
final class ZoneChoice {

  /** Where there is no other hint: the zones in which most servers and people are. */
  private static final List<String> COMMON =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Europe/London",
          "America/Los_Angeles",
          "America/Chicago",
          "Europe/Paris",
          "Asia/Kolkata",
          "Asia/Shanghai",
          "Asia/Tokyo",
          "Europe/Kyiv",
          "Europe/Moscow",
          "America/Sao_Paulo",
          "Australia/Sydney",
          "America/Denver",
          "Asia/Singapore",
          "Asia/Dubai",
          "Africa/Johannesburg",
          "America/Phoenix",
          "Africa/Lagos",
          "Asia/Karachi",
          "Asia/Dhaka",
          "Asia/Bangkok",
          "Pacific/Auckland");

  private ZoneChoice() {}

  /** The most likely zone of each class, most likely classes first. */
  static List<ZoneId> of(List<Instant> at, Collection<ZoneId> likely) {
    Map<Long, ZoneId> classes = new LinkedHashMap<>();
    ordered(likely).forEach(zone -> classes.putIfAbsent(clocks(zone, at), zone));
    return List.copyOf(classes.values());
  }

  /** Other zones of its class, most likely first. */
  static List<ZoneId> alike(ZoneId zone, List<Instant> at, Collection<ZoneId> likely, int most) {
    long clocks = clocks(zone, at);
    return ordered(likely)
        .filter(other -> !other.equals(zone) && clocks(other, at) == clocks)
        .limit(most)
        .toList();
  }

  private static Stream<ZoneId> ordered(Collection<ZoneId> likely) {
    Stream<ZoneId> known =
        Stream.concat(COMMON.stream(), TimeZones.offered().stream()).map(ZoneId::of);
    return Stream.concat(likely.stream(), known).distinct();
  }

  /** What the clocks showed, as a number that differs if they differ. */
  private static long clocks(ZoneId zone, List<Instant> at) {
    long all = 0;
    for (Instant instant : at) {
      all = 1_000_003 * all + zone.getRules().getOffset(instant).getTotalSeconds();
    }
    return all;
  }
}
