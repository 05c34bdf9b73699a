package dev.tocsin.alerter.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.channels.Alert;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told what, when, and how often. */
class OperatorsTest {

  private static final String OPENED = "Tocsin itself: the roof burns";
  private static final String OVER = "Over: Tocsin itself: the roof burns";

  private final World world = new World();
  private final AtomicLong nanos = new AtomicLong(1);
  private final Inbox first = new Inbox();
  private final Inbox second = new Inbox();
  private final List<Finding> wrong = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private static Finding fire() {
    return new Finding("fire", "the roof burns", List.of("Call somebody."), "Fire");
  }

  private OperatorsConfig config(boolean withSecond) {
    return OperatorsConfig.of(
        List.of(first.contact("first")),
        withSecond ? List.of(second.contact("second")) : List.of(),
        "Tocsin",
        URI.create("https://t.example"),
        Duration.ofMinutes(15));
  }

  private Operators operators(Db db, Condition... conditions) {
    return new Operators(
        config(true),
        db,
        () -> List.of(conditions),
        nanos::get,
        InstantSource.fixed(Instant.parse("2026-01-01T00:00:30Z")));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    world.run(
        """
        UPDATE operator_alerts SET opened_at = opened_at - ?, seen_at = seen_at - ?,
               next_at = next_at - ?, closed_at = closed_at - ?
        """,
        time,
        time,
        time,
        time);
  }

  private void rounds(int rounds, Duration each, Operators... processes) {
    for (int i = 0; i < rounds; i++) {
      pass(each);
      for (Operators one : processes) {
        one.runOnce();
      }
    }
  }

  @Test
  void a_matter_is_told_once_by_one_of_many_processes_and_so_is_its_end() {
    Operators one = operators(world.db, () -> wrong);
    Operators two = operators(world.db, () -> wrong);
    rounds(60, Duration.ofSeconds(5), one, two);
    assertThat(first.take()).isEmpty();
    wrong.add(fire());
    rounds(5, Duration.ofSeconds(5), one, two);
    Alert told = first.mail.get(0);
    assertThat(told.notice().orElseThrow().level()).isEqualTo(Alert.Level.PROBLEM);
    assertThat(told.notice().orElseThrow().lines())
        .contains("Call somebody.")
        .contains("Acknowledge: tocsin operators ack 1")
        .anyMatch(line -> line.contains("docs/operations.md"));
    assertThat(first.take()).containsExactly(OPENED);
    wrong.clear();
    rounds(20, Duration.ofSeconds(5), one, two);
    assertThat(first.take()).isEmpty(); // it might come back
    rounds(10, Duration.ofSeconds(5), one, two);
    assertThat(first.take()).containsExactly(OVER);
    assertThat(second.take()).isEmpty();
  }

  @Test
  void a_process_with_the_secret_key_sends_a_link_that_acknowledges() {
    AckLinks links = new AckLinks(world.secrets, URI.create("https://t.example"));
    Operators one =
        new Operators(
            config(true).withAckLinks(links),
            world.db,
            () -> List.of((Condition) () -> wrong),
            nanos::get,
            InstantSource.system());
    wrong.add(fire());
    rounds(5, Duration.ofSeconds(5), one);
    List<String> lines = first.mail.get(0).notice().orElseThrow().lines();
    String link = lines.get(lines.size() - 1);
    assertThat(link).startsWith("Acknowledge: https://t.example/ack/operators/");
    assertThat(links.matter(link.substring(link.lastIndexOf('/') + 1)))
        .contains(world.one("SELECT id AS n FROM operator_alerts"));
  }

  @Test
  void what_does_not_last_is_not_told_and_what_flickers_is_one_matter() {
    Condition slow = ((Condition) () -> wrong).lasting(Duration.ofSeconds(30));
    Operators one = operators(world.db, slow);
    wrong.add(fire());
    rounds(6, Duration.ofSeconds(5), one);
    assertThat(first.take()).isEmpty();
    rounds(4, Duration.ofSeconds(5), one);
    assertThat(first.take()).containsExactly(OPENED);
    for (int i = 0; i < 10; i++) {
      wrong.clear();
      rounds(6, Duration.ofSeconds(5), one);
      wrong.add(fire());
      rounds(9, Duration.ofSeconds(5), one);
    }
    assertThat(first.take()).isEmpty();
  }

  @Test
  void nobody_acknowledges_so_the_second_is_told_and_both_are_reminded() {
    Operators one = operators(world.db, () -> wrong);
    wrong.add(fire());
    rounds(14, Duration.ofMinutes(1), one);
    assertThat(first.take()).hasSize(1);
    assertThat(second.take()).isEmpty();
    rounds(30, Duration.ofSeconds(5), one);
    assertThat(first.take()).hasSize(1);
    assertThat(second.take()).hasSize(1);
    rounds(4, Duration.ofHours(1), one);
    assertThat(first.take()).hasSize(1);
    assertThat(second.take()).hasSize(1);
    wrong.clear();
    rounds(60, Duration.ofSeconds(5), one);
    assertThat(second.take()).containsExactly(OVER);
  }

  private static Finding fire(Again again) {
    return new Finding("fire", "the roof burns", List.of("It is meant."), "Fire", again);
  }

  @Test
  void what_is_meant_is_told_again_every_day_whoever_acknowledged_and_calls_nobody_else() {
    Operators one = operators(world.db, () -> wrong);
    wrong.add(fire(Again.DAILY));
    rounds(20, Duration.ofHours(1), one);
    assertThat(first.take()).containsExactly(OPENED);
    OpenMatters matters = new OpenMatters(world.db);
    matters.acknowledge(matters.all().get(0).id(), "ann");
    rounds(23, Duration.ofHours(1), one);
    assertThat(first.take()).isEmpty();
    rounds(2, Duration.ofHours(1), one);
    assertThat(first.mail.get(0).notice().orElseThrow().lines())
        .anyMatch(line -> line.contains("It is told every day."));
    assertThat(first.take()).containsExactly(OPENED);
    assertThat(second.take()).isEmpty();
    wrong.clear();
    rounds(40, Duration.ofSeconds(5), one);
    assertThat(first.take()).containsExactly(OVER);
  }

  @Test
  void what_is_only_worth_knowing_is_told_once() {
    Operators one = operators(world.db, () -> wrong);
    wrong.add(fire(Again.NEVER));
    rounds(60, Duration.ofHours(1), one);
    assertThat(first.take()).containsExactly(OPENED);
    assertThat(second.take()).isEmpty();
  }

  @Test
  void who_acknowledges_has_peace_until_it_is_over() {
    Operators one = operators(world.db, () -> wrong);
    OpenMatters matters = new OpenMatters(world.db);
    wrong.add(fire());
    rounds(2, Duration.ofSeconds(5), one);
    assertThat(first.take()).hasSize(1);
    OpenMatters.Matter open = matters.all().get(0);
    assertThat(open.title()).isEqualTo("the roof burns");
    assertThat(matters.acknowledge(open.id(), "ann")).isTrue();
    assertThat(matters.acknowledge(open.id() + 1, "ann")).isFalse();
    assertThat(matters.all().get(0).ackedBy()).isEqualTo("ann");
    rounds(10, Duration.ofHours(1), one);
    assertThat(first.take()).isEmpty();
    assertThat(second.take()).isEmpty();
    wrong.clear();
    rounds(60, Duration.ofSeconds(5), one);
    assertThat(first.take()).containsExactly(OVER);
    assertThat(matters.all()).isEmpty();
  }

  @Test
  void a_contact_that_refuses_is_tried_again_and_does_not_keep_the_others_from_being_told() {
    Operators one =
        new Operators(
            new OperatorsConfig(
                List.of(first.contact("first"), second.contact("second")),
                List.of(),
                "Tocsin",
                URI.create("https://t.example"),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Optional.empty()),
            world.db,
            () -> List.of(() -> wrong),
            nanos::get,
            InstantSource.system());
    second.refuses = true;
    wrong.add(fire());
    rounds(30, Duration.ofSeconds(5), one);
    assertThat(first.take()).hasSize(1);
    second.refuses = false;
    rounds(60, Duration.ofSeconds(5), one);
    assertThat(second.take()).hasSize(1);
    assertThat(first.take()).isEmpty();
    second.refuses = true;
    rounds(5, Duration.ofHours(1), one);
    assertThat(first.take()).hasSize(1); // the reminder
  }

  @Test
  void without_a_database_a_process_tells_by_itself_that_it_is_away_and_that_it_is_back() {
    DbConfig nowhere =
        new DbConfig(List.of("127.0.0.1:1"), "x", "x", "x", Map.of(), 1, Duration.ofMillis(250));
    try (Db gone = Db.open(nowhere)) {
      Operators one = operators(gone, new DatabaseAway(gone, "node-1"), () -> wrong);
      rounds(5, Duration.ofSeconds(10), one);
      assertThat(first.take()).isEmpty();
      rounds(2, Duration.ofSeconds(10), one);
      assertThat(first.take()).containsExactly("Tocsin itself: the database does not answer");
      rounds(3, Duration.ofMinutes(5), one);
      assertThat(first.take()).hasSize(1);
      assertThat(second.take()).hasSize(1);
    }
  }

  @Test
  void a_database_that_is_away_is_asked_once_in_a_round_and_the_rest_is_told() {
    DbConfig nowhere =
        new DbConfig(List.of("127.0.0.1:1"), "x", "x", "x", Map.of(), 1, Duration.ofMillis(250));
    AtomicInteger asked = new AtomicInteger();
    try (Db gone = Db.open(nowhere)) {
      Condition asks =
          () -> {
            asked.incrementAndGet();
            return gone.query("asking", "SELECT 1", row -> fire());
          };
      wrong.add(fire());
      Operators one =
          operators(gone, asks.inDatabase(), asks.inDatabase(), asks.inDatabase(), () -> wrong);
      rounds(1, Duration.ofSeconds(10), one);
      assertThat(asked).hasValue(1);
      assertThat(first.take()).containsExactly(OPENED);
      rounds(1, Duration.ofSeconds(10), one);
      assertThat(asked).as("anew in each round").hasValue(2);
    }
  }

  @Test
  void what_began_without_a_database_ends_without_one() {
    MemoryLedger memory = new MemoryLedger(config(false), nanos::get, InstantSource.system());
    memory.note(List.of(fire()), true);
    Telling opened = memory.take().orElseThrow();
    assertThat(opened.over()).isFalse();
    assertThat(memory.take()).isEmpty();
    memory.told(opened);
    nanos.addAndGet(Duration.ofMinutes(3).toNanos());
    memory.note(List.of(), true);
    Telling over = memory.take().orElseThrow();
    assertThat(over.over()).isTrue();
    memory.told(over);
    assertThat(memory.isEmpty()).isTrue();
  }

  @Test
  void a_process_without_contacts_leaves_the_telling_to_others() {
    Operators mute =
        new Operators(
            OperatorsConfig.of(
                List.of(), List.of(), "T", URI.create("https://t.example"), Duration.ofMinutes(1)),
            world.db,
            () -> List.of((Condition) () -> wrong),
            nanos::get,
            InstantSource.system());
    wrong.add(fire());
    rounds(5, Duration.ofSeconds(5), mute);
    assertThat(first.take()).isEmpty();
    Operators one = operators(world.db);
    rounds(1, Duration.ofSeconds(5), one);
    assertThat(first.take()).containsExactly(OPENED);
  }
}
