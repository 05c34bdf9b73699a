package dev.tocsin.alerter.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.incidents.Look.Again;
import dev.tocsin.alerter.incidents.Plan.Escalation;
import dev.tocsin.alerter.incidents.Plan.Reminder;
import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.alerter.quiet.Subject;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When an incident that goes on is told, and told again. */
class LookTest {

  private static final Instant T = Instant.parse("2026-02-03T04:05:06Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static OpenIncident incident(Optional<Instant> told, boolean acknowledged) {
    Subject subject = new Subject(1, 1, "");
    return new OpenIncident(1, 1, subject, T, told, acknowledged, Status.DOWN, MINUTE);
  }

  private static Plan reminders(Instant last, int step) {
    return new Plan(List.of(new Reminder(1, 7, HOUR, last, step)), List.of());
  }

  private static Look look(OpenIncident incident, Plan plan, Instant now) {
    return Look.of(incident, plan, Optional.empty(), Instant.EPOCH, now);
  }

  @Test
  void a_channel_is_reminded_when_its_time_has_passed_since_it_was_told_last() {
    OpenIncident told = incident(Optional.of(T), false);
    Look early = look(told, reminders(T, 0), T.plus(HOUR).minusMillis(1));
    assertThat(early.tell()).isEmpty();
    assertThat(early.next()).contains(T.plus(HOUR));
    Look due = look(told, reminders(T, 4), T.plus(HOUR));
    assertThat(due.tell()).containsExactly(new Again(7, "reminder", 5));
    assertThat(due.next()).contains(T.plus(HOUR).plus(HOUR));
    // However long nobody looked: one reminder, not one for every hour.
    assertThat(look(told, reminders(T, 0), T.plus(HOUR.multipliedBy(30))).tell()).hasSize(1);
  }

  @Test
  void whoever_acknowledges_stops_reminders_and_escalation() {
    Plan plan =
        new Plan(reminders(T, 0).reminders(), List.of(new Escalation(1, 8, MINUTE, 1, false)));
    Look look = look(incident(Optional.of(T), true), plan, T.plus(HOUR.multipliedBy(9)));
    assertThat(look).isEqualTo(new Look(look.incident(), false, List.of(), Optional.empty()));
  }

  @Test
  void steps_of_the_escalation_are_taken_once_each_in_their_time() {
    List<Escalation> steps =
        List.of(
            new Escalation(1, 7, MINUTE, 1, true),
            new Escalation(1, 8, MINUTE.multipliedBy(5), 2, false),
            new Escalation(1, 9, MINUTE.multipliedBy(5), 2, false),
            new Escalation(1, 9, HOUR, 3, false));
    Look look =
        look(
            incident(Optional.of(T), false),
            new Plan(List.of(), steps),
            T.plus(MINUTE.multipliedBy(6)));
    assertThat(look.tell())
        .containsExactly(new Again(8, "escalation", 2), new Again(9, "escalation", 2));
    assertThat(look.next()).contains(T.plus(HOUR));
  }

  @Test
  void what_was_withheld_is_announced_when_the_reason_is_gone_and_reminded_of_from_then_on() {
    OpenIncident untold = incident(Optional.empty(), false);
    Instant end = T.plusSeconds(10);
    Optional<Hush> hush = Optional.of(new Hush(Withheld.SILENCED, Optional.of(end)));
    Look hushed = Look.of(untold, reminders(Instant.EPOCH, 0), hush, Instant.EPOCH, T);
    assertThat(hushed.announce()).isFalse();
    assertThat(hushed.next()).contains(end);
    Look after = look(untold, reminders(Instant.EPOCH, 0), end);
    assertThat(after.announce()).isTrue();
    assertThat(after.tell()).isEmpty();
    assertThat(after.next()).contains(end.plus(HOUR));
  }

  @Test
  void a_check_whose_parent_is_back_has_its_grace_time_to_be_heard() {
    OpenIncident untold = incident(Optional.empty(), false);
    Look early = Look.of(untold, Plan.NONE, Optional.empty(), T, T.plusSeconds(59));
    assertThat(early.announce()).isFalse();
    assertThat(early.next()).contains(T.plus(MINUTE));
    assertThat(Look.of(untold, Plan.NONE, Optional.empty(), T, T.plus(MINUTE)).announce()).isTrue();
  }

  @Test
  void a_check_that_is_up_again_is_left_to_the_flip_that_says_so() {
    OpenIncident up =
        new OpenIncident(
            1, 1, new Subject(1, 1, ""), T, Optional.empty(), false, Status.UP, MINUTE);
    Look look = look(up, reminders(T, 0), T.plus(HOUR));
    assertThat(look.announce()).isFalse();
    assertThat(look.tell()).isEmpty();
  }

  @Test
  void whatever_is_due_nothing_is_said_while_there_is_a_reason_and_the_next_look_is_to_come() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Optional<Instant> told =
          random.nextBoolean() ? Optional.of(T.plusSeconds(random.nextInt(900))) : Optional.empty();
      OpenIncident incident = incident(told, random.nextInt(4) == 0);
      Plan plan = plan(random);
      Instant now = T.plusSeconds(1_000 + random.nextInt(20_000));
      Optional<Hush> hush = hush(random, now);
      Look look = Look.of(incident, plan, hush, T.plusSeconds(random.nextInt(9_000)), now);
      String seeded = "seed " + seed;
      assertThat(look.next().map(next -> next.isAfter(now)).orElse(true)).as(seeded).isTrue();
      if (hush.isPresent()) {
        assertThat(look.announce() || !look.tell().isEmpty()).as(seeded).isFalse();
        assertThat(look.next()).as(seeded).isPresent();
      }
      if (incident.told().isPresent()) {
        assertThat(look.announce()).as(seeded).isFalse();
      } else if (!look.announce()) {
        assertThat(look.next()).as(seeded + ": what is withheld is looked at again").isPresent();
      }
      if (incident.acknowledged()) {
        assertThat(look.tell()).as(seeded).isEmpty();
      }
      assertThat(look.tell()).as(seeded).doesNotHaveDuplicates();
    }
  }

  private static Plan plan(Random random) {
    List<Reminder> reminders = new ArrayList<>();
    List<Escalation> escalations = new ArrayList<>();
    for (int channel = 0; channel < random.nextInt(4); channel++) {
      Instant last = random.nextBoolean() ? Instant.EPOCH : T.plusSeconds(random.nextInt(9_000));
      Duration span = Duration.ofSeconds(60 + random.nextInt(9_000));
      reminders.add(new Reminder(1, channel, span, last, random.nextInt(5)));
      escalations.add(new Escalation(1, channel, span, channel + 1, random.nextBoolean()));
    }
    return new Plan(reminders, escalations);
  }

  private static Optional<Hush> hush(Random random, Instant now) {
    List<Withheld> reasons = List.of(Withheld.values());
    Withheld why = reasons.get(random.nextInt(reasons.size()));
    Optional<Instant> until =
        random.nextBoolean()
            ? Optional.of(now.plusSeconds(random.nextInt(9_000) - 10))
            : Optional.empty();
    return random.nextInt(3) == 0 ? Optional.of(new Hush(why, until)) : Optional.empty();
  }
}
