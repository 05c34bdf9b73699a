package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every schedule says of itself, in English that is true. */
class InWordsTest {

  private static final ZoneId KYIV = ZoneId.of("Europe/Kyiv");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Times of day.
        "20 4 * * * | At 04:20 every day",
        "20 4 * * 1-5 | At 04:20 every weekday",
        "0 8,20 * * * | At 08:00 and 20:00 every day",
        "15,45 4 * * MON | At 04:15 and 04:45 every Monday",
        "0 1,5,6,13,22 * * * | At 01:00, 05:00, 06:00, 13:00 and 22:00 every day",
        // Every so often.
        "* * * * * | Every minute",
        "*/5 * * * * | Every 5 minutes",
        "*/100 * * * * | Every hour",
        "0 * * * * | Every hour",
        "1 * * * * | At 1 minute past every hour",
        "17 * * * * | At 17 minutes past every hour",
        "0 */2 * * * | Every 2 hours",
        "15 */6 * * * | Every 6 hours from 00:15",
        "0 9-17 * * 1-5 | Every hour from 09:00 to 17:00 on Monday to Friday",
        "0 1/3 * * * | Every 3 hours from 01:00 to 22:00",
        "*/5 9-17 * * 1-5 | Every 5 minutes between 09:00 and 17:59 on Monday to Friday",
        "*/10 4 * * * | Every 10 minutes between 04:00 and 04:59",
        "* 4 * * * | Every minute between 04:00 and 04:59",
        "*/5 1,5,9 * * * | Every 5 minutes of the hours 1, 5 and 9",
        "5-20 4 * * * | Every minute between 04:05 and 04:20",
        "5-20 * * * * | Every minute from 5 to 20 minutes past every hour",
        "5/20 * * * * | At 5, 25 and 45 minutes past every hour",
        "*/7 * * * * | At 0, 7, 14, 21, 28, 35, 42, 49 and 56 minutes past every hour",
        "5/20 9-17 * * * | At 5, 25 and 45 minutes past every hour from 9 to 17",
        "5,10,20 1,7 * * * | At 5, 10 and 20 minutes past the hours 1 and 7",
        // Days of the week.
        "0 0 * * SUN | At 00:00 every Sunday",
        "0 0 * * 7 | At 00:00 every Sunday",
        "0 0 * * 6,0 | At 00:00 on Saturday and Sunday",
        "0 0 * * 1,3,5 | At 00:00 on Monday, Wednesday and Friday",
        "0 0 * * 1-4 | At 00:00 on Monday to Thursday",
        "0 0 * * 0-6 | At 00:00 every day",
        "0 0 * * MON#2 | At 00:00 on the second Monday of the month",
        "0 0 * 3 5L | At 00:00 on the last Friday of March",
        "0 0 * * MON#1,5L | At 00:00 on the first Monday and the last Friday of the month",
        "*/5 * * * MON | Every 5 minutes on Mondays",
        // Days of the month.
        "0 2 L * * | At 02:00 on the last day of the month",
        "0 2 LW * * | At 02:00 on the last weekday of the month",
        "0 0 1 * * | At 00:00 on the 1st of the month",
        "0 0 1,15,L * * | At 00:00 on the 1st, the 15th and the last day of the month",
        "0 0 1-7 * * | At 00:00 on the 1st to the 7th of the month",
        "0 0 */2 * * | At 00:00 on every 2nd day from the 1st of the month",
        "0 0 2-20/3 * * | At 00:00 on every 3rd day from the 2nd to the 20th of the month",
        "0 0 3 5 * | At 00:00 on 3 May",
        "30 3 28 3 * | At 03:30 on 28 March",
        "0 0 1,15 5 * | At 00:00 on 1 and 15 May",
        "0 0 1 1,4,7,10 * | At 00:00 on the 1st of January, April, July and October",
        "*/30 * 1 * * | Every 30 minutes on the 1st of the month",
        "0 0 1 6-8 * | At 00:00 on the 1st of each month from June to August",
        "0 0 * 6-8 * | At 00:00 every day from June to August",
        // Both.
        "0 0 1 * MON | At 00:00 on the 1st of the month and every Monday",
        "0 0 1 * 1-5 | At 00:00 on the 1st of the month and every weekday",
        "0 0 1,15 3 5 | At 00:00 on the 1st and the 15th of the month and every Friday, in March",
        "0 0 1-31 * MON | At 00:00 every day",
        "0 0 13 * 0-6 | At 00:00 every day",
        "0 0 */2 * MON | At 00:00 on every 2nd day from the 1st of the month if it is a Monday",
        "0 0 13 * */5 | At 00:00 on the 13th of the month if it is a Friday or a Sunday",
        "0 0 1-7 * */7 | At 00:00 on the first Sunday of the month",
        // Where words would be longer than the line.
        "1,2,3,5,8,13,17,21,29,34,41,50,55 * * * * | By the cron line “1,2,3,5,8,13,17,21,29,34,41,50,55 * * * *”",
        "0 0 1,3,4,8,11,17,21,28,30 * * | By the cron line “0 0 1,3,4,8,11,17,21,28,30 * *”",
      })
  void cron_lines(String line, String words) {
    assertThat(Cron.parse(line, KYIV).inWords()).isEqualTo(words);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "minutely | Every minute",
        "hourly | Every hour",
        "daily | At 00:00 every day",
        "weekly | At 00:00 every Monday",
        "monthly | At 00:00 on the 1st of the month",
        "quarterly | At 00:00 on the 1st of January, April, July and October",
        "yearly | At 00:00 on 1 January",
        "*:*:* | Every second",
        "*:*:0/10 | Every 10 seconds",
        "*:*:30 | At 30 seconds past every minute",
        "9..17:*:0/10 | Every 10 seconds between 09:00 and 17:59:59",
        "*:5,7:0/10 | Every 10 seconds of the minutes 5 and 7 of every hour",
        "4:5:6 | At 04:05:06 every day",
        "Mon..Fri 4:20 | At 04:20 every weekday",
        "Mon..Fri *-*-* 9..17:0/5 | Every 5 minutes between 09:00 and 17:59 on Monday to Friday",
        "Mon, 12:00 | At 12:00 every Monday",
        "Sat,Sun 0:0 | At 00:00 on Saturday and Sunday",
        "*-*~1 2:00 | At 02:00 on the last day of the month",
        "*~7/1 2:00 | At 02:00 on the last 7 days of the month",
        "*-*~1,3 2:00 | At 02:00 on the last day and the 3rd-last day of the month",
        "Mon *-05~7/1 | At 00:00 on the last Monday of May",
        "Tue *-*-8..14 10:00 | At 10:00 on the second Tuesday of the month",
        "Fri *-*-13 | At 00:00 on the 13th of the month if it is a Friday",
        "Mon..Thu *-*-1 | At 00:00 on the 1st of the month if it is Monday to Thursday",
        "2027-02-03 4:5:6 | At 04:05:06 on 3 February 2027",
        "2027-*-1 4:00 | At 04:00 on the 1st of the month in 2027",
        "2027..2030-5-1 4:00 | At 04:00 on 1 May from 2027 to 2030",
        "2027/1-*-* 4:00 | At 04:00 every day from 2027 on",
        "2027/2-1-1 | At 00:00 on 1 January every 2nd year from 2027",
        "1..8,11,13,17,20,22:*:07 | By the calendar expression “1..8,11,13,17,20,22:*:07”",
      })
  void calendar_expressions(String text, String words) {
    assertThat(OnCalendar.parse(text, KYIV).inWords()).isEqualTo(words);
  }

  @Test
  void several_expressions_are_told_one_after_the_other() {
    assertThat(OnCalendar.parse("Mon 12:00\nSat 6:30", KYIV).inWords())
        .isEqualTo("At 12:00 every Monday; at 06:30 every Saturday");
  }

  @Test
  void the_zone_is_said_apart() {
    assertThat(Cron.parse(" 20  4 * * 1-5 ", KYIV).inWordsWithZone())
        .isEqualTo("At 04:20 every weekday, Europe/Kyiv");
    assertThat(OnCalendar.parse("12:00", KYIV).inWordsWithZone())
        .isEqualTo("At 12:00 every day, Europe/Kyiv");
  }

  @Test
  void zones_of_lines_are_said_where_they_differ() {
    assertThat(OnCalendar.parse("12:00 Egypt", KYIV).inWordsWithZone())
        .isEqualTo("At 12:00 every day, Africa/Cairo");
    assertThat(OnCalendar.parse("12:00\n13:00 UTC", KYIV).inWordsWithZone())
        .isEqualTo("At 12:00 every day; at 13:00 every day (UTC), Europe/Kyiv");
  }
}
