package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.domain.oncall.Shift;
import dev.tocsin.store.Rotas.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rota on the page.
 *
 * @param now who is on call
 * @param next the shifts after that
 * @param strip the coming weeks, as a picture
 */
public record RotaCard(
    RotaView rota, Optional<Shift<Person>> now, List<Shift<Person>> next, List<Segment> strip) {

  /** What the picture shows. */
  static final Duration AHEAD = Duration.ofDays(28);

  /** Shifts in words. */
  private static final int NEXT = 4;

  /** More than that cannot be told apart in a picture that wide. */
  private static final int MOST_SEGMENTS = 200;

  /** Colours there are. */
  private static final int COLOURS = 6;

  /**
   * A shift in the picture, whose width is 1000.
   *
   * @param x where it begins, as a number
   * @param colour of the person, from 0
   */
  public record Segment(String x, String width, int colour, Shift<Person> shift) {}

  static RotaCard of(RotaView rota, Instant now) {
    List<Shift<Person>> shifts = rota.rota().between(now, now.plus(AHEAD));
    return new RotaCard(
        rota,
        shifts.stream().findFirst(),
        shifts.stream().skip(1).limit(NEXT).toList(),
        strip(shifts, now));
  }

  private static List<Segment> strip(List<Shift<Person>> shifts, Instant now) {
    List<String> people = new ArrayList<>();
    List<Segment> strip = new ArrayList<>();
    for (Shift<Person> shift : shifts.subList(0, Math.min(shifts.size(), MOST_SEGMENTS))) {
      if (!people.contains(shift.person().name())) {
        people.add(shift.person().name());
      }
      double from = place(shift.from(), now);
      strip.add(
          new Segment(
              number(from),
              number(place(shift.until(), now) - from),
              people.indexOf(shift.person().name()) % COLOURS,
              shift));
    }
    return strip;
  }

  private static double place(Instant at, Instant now) {
    double part = (double) Duration.between(now, at).toMillis() / AHEAD.toMillis();
    return 1_000 * Math.max(0, Math.min(1, part));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** "Turns of 7 d". */
  public String turns() {
    return Times.span(rota.rota().turn());
  }
}
