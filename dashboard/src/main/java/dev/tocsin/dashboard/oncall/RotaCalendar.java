package dev.tocsin.dashboard.oncall;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.util.Duration;
import dev.tocsin.domain.oncall.Shift;
import dev.tocsin.store.Rotas.Person;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** The shifts of a rota as iCalendar (RFC 5545), for calendars to subscribe to. */
public final class RotaCalendar {

  /** What calendars show of the past. */
  public static final java.time.Duration BEFORE = java.time.Duration.ofDays(30);

  /** And of what is to come. */
  static final java.time.Duration AHEAD = java.time.Duration.ofDays(180);

  /** Whoever changes every hour changes often: most events of a calendar. */
  static final int MOST_EVENTS = 1_000;

  private static final Duration REFRESH = Duration.builder().hours(1).build();

  private RotaCalendar() {}

  /** The address of the calendar with this secret. */
  public static String address(String siteUrl, String token) {
    return siteUrl + "/oncall/" + token + ".ics";
  }

  /** The calendar as text. */
  public static String of(RotaView rota, Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.HOURS);
    ICalendar calendar = new ICalendar();
    calendar.setProductId("-//Tocsin//On call//EN");
    calendar.setName("On call: " + rota.name());
    calendar.setRefreshInterval(REFRESH);
    rota.rota().between(today.minus(BEFORE), today.plus(AHEAD)).stream()
        .limit(MOST_EVENTS)
        .map(shift -> event(rota, shift))
        .forEach(calendar::addEvent);
    return Biweekly.write(calendar).go();
  }

  /** A shift that stays keeps its name, so that calendars do not show it twice. */
  private static VEvent event(RotaView rota, Shift<Person> shift) {
    VEvent event = new VEvent();
    event.setUid("%s-%d@tocsin".formatted(rota.code(), shift.from().getEpochSecond()));
    event.setDateTimeStamp(Date.from(shift.from()));
    event.setDateStart(Date.from(shift.from()));
    event.setDateEnd(Date.from(shift.until()));
    event.setSummary(shift.person().name() + " on call");
    event.setDescription(shift.instead() ? rota.name() + ", standing in" : rota.name());
    return event;
  }
}
