package dev.tocsin.domain.doctor;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The two fields of a cron line that say on which days it runs; one of them is always a star.
 *
 * @param fewestRuns it takes so many runs to believe in it
 * @param shortestSpan and so much time, so that it was seen on which days nothing runs
 */
record CronDates(String day, String weekday, int cost, int fewestRuns, Duration shortestSpan) {

  /** A week and a bit: no line is believed before a weekend was seen. */
  static final Duration SHORTEST_SPAN = Duration.ofDays(8);

  private static final int LONGEST_LIST = 4;

  /** Those that fit the days of some runs, roughly. */
  static List<CronDates> of(List<LocalDateTime> due) {
    int[] weekdays = new int[7];
    int[] days = new int[32];
    int[] nth = new int[6];
    int last = 0;
    for (LocalDateTime at : due) {
      LocalDate date = at.plusSeconds(10).toLocalDate();
      weekdays[date.getDayOfWeek().getValue() % 7]++;
      days[date.getDayOfMonth()]++;
      nth[(date.getDayOfMonth() + 6) / 7]++;
      last += date.getDayOfMonth() == date.lengthOfMonth() ? 1 : 0;
    }
    List<CronDates> dates = new ArrayList<>();
    dates.add(new CronDates("*", "*", 0, 7, SHORTEST_SPAN));
    TreeSet<Integer> onWeekdays = often(weekdays, due.size());
    if (onWeekdays.size() == 1) {
      String weekday = onWeekdays.first().toString();
      dates.add(new CronDates("*", weekday, 2, 4, Duration.ofDays(20)));
      TreeSet<Integer> weeks = often(nth, due.size());
      if (weeks.size() == 1 && weeks.first() > 0) {
        String which = weekday + "#" + weeks.first();
        dates.add(new CronDates("*", which, 4, 4, Duration.ofDays(80)));
      }
    } else if (onWeekdays.size() < 7) {
      dates.add(new CronDates("*", weekdays(onWeekdays), cost(onWeekdays), 6, Duration.ofDays(13)));
      if (onWeekdays.size() == 4 && onWeekdays.first() >= 1 && onWeekdays.last() <= 5) {
        dates.add(new CronDates("*", "1-5", 2, 6, Duration.ofDays(13)));
      }
    }
    TreeSet<Integer> onDays = often(days, due.size());
    if (!onDays.isEmpty() && onDays.size() <= LONGEST_LIST) {
      String list = onDays.stream().map(i -> i.toString()).collect(Collectors.joining(","));
      dates.add(new CronDates(list, "*", 1 + onDays.size(), 4, Duration.ofDays(58)));
    }
    if (last * 10 >= due.size() * 9) {
      dates.add(new CronDates("L", "*", 3, 4, Duration.ofDays(58)));
    }
    return dates;
  }

  /** Those on which it ran about as often as on the others. */
  private static TreeSet<Integer> often(int[] counts, int all) {
    int kinds = 0;
    for (int count : counts) {
      kinds += count > 0 ? 1 : 0;
    }
    TreeSet<Integer> often = new TreeSet<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && counts[i] * kinds * 4 >= all) {
        often.add(i);
      }
    }
    return often;
  }

  private static int cost(TreeSet<Integer> weekdays) {
    return weekdays(weekdays).equals("1-5") ? 2 : 2 + weekdays.size();
  }

  private static String weekdays(TreeSet<Integer> set) {
    boolean row = set.size() > 2 && set.last() - set.first() == set.size() - 1;
    return row
        ? set.first() + "-" + set.last()
        : set.stream().map(i -> i.toString()).collect(Collectors.joining(","));
  }
}
