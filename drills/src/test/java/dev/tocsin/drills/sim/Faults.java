package dev.tocsin.drills.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What goes wrong when, by chance: one track each for nodes, database, alerters and providers, so
 * that troubles of different kinds meet. Each lasts a while and is healed.
 */
final class Faults {

  /** All kinds: a run says of each how often it happened, be it never. */
  static final List<String> KINDS =
      List.of(
          "node killed",
          "node stopped in order",
          "node suspended",
          "node slow to apply",
          "all nodes killed",
          "a node's commit without an answer",
          "node gone for good",
          "node cut off from the database",
          "node cut off from the database, its clock wrong",
          "the database's clock set",
          "database away",
          "database away and a node started anew",
          "database away and a node started anew, its clock wrong",
          "database slow",
          "alerter killed",
          "alerter suspended",
          "an alerter's commit without an answer",
          "provider away");

  private final Timeline time;
  private final EventLog log;
  private final Random random;
  private final Instant end;
  private final VirtualPostgres postgres;
  private final List<Node> nodes;
  private final List<AlerterProcess> alerters;
  private final List<Provider> providers;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<Runnable> heals = new ArrayList<>();

  Faults(
      Timeline time,
      EventLog log,
      Random random,
      Instant end,
      VirtualPostgres postgres,
      List<Node> nodes,
      List<AlerterProcess> alerters,
      List<Provider> providers) {
    this.time = time;
    this.log = log;
    this.random = random;
    this.end = end;
    this.postgres = postgres;
    this.nodes = new ArrayList<>(nodes);
    this.alerters = alerters;
    this.providers = providers;
    KINDS.forEach(kind -> counts.put(kind, 0));
  }

  void begin() {
    track(60, 500, this::nodeFault);
    track(200, 900, this::databaseFault);
    track(90, 600, this::alerterFault);
    track(120, 900, this::providerFault);
  }

  /** A fault begins now; what it returns is how long it takes. */
  private interface Fault {
    Duration begin();
  }

  private void track(int shortestPause, int longestPause, Fault fault) {
    Duration pause = seconds(shortestPause, longestPause);
    time.after(
        pause,
        () -> {
          if (time.now().isBefore(end)) {
            Duration takes = fault.begin();
            time.after(takes, () -> track(shortestPause, longestPause, fault));
          }
        });
  }

  private Duration seconds(int least, int most) {
    return Duration.ofMillis(1_000L * least + random.nextInt(1_000 * (most - least)));
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Duration lasts(String what, Duration length, Runnable heal) {
    counts.computeIfPresent(what, (kind, times) -> times + 1);
    log.say("fault: %s for %s", what, length);
    heals.add(heal);
    time.after(
        length,
        () -> {
          if (heals.remove(heal)) {
            heal.run();
          }
        });
    return length;
  }

  private Duration nodeFault() {
    Node node = any(nodes);
    switch (random.nextInt(9)) {
      case 0 -> {
        node.kill();
        return lasts("node killed", seconds(2, 90), node::start);
      }
      case 1 -> {
        node.stop();
        return lasts("node stopped in order", seconds(2, 60), node::start);
      }
      case 2 -> {
        node.suspend();
        return lasts("node suspended", seconds(3, 90), node::resume);
      }
      case 3 -> {
        node.slow(seconds(1, 15));
        return lasts("node slow to apply", seconds(30, 200), () -> node.slow(Duration.ZERO));
      }
      case 4 -> {
        nodes.forEach(Node::kill);
        return lasts("all nodes killed", seconds(5, 300), () -> nodes.forEach(Node::start));
      }
      case 5 -> {
        node.loseAnswerToNextBatch();
        return lasts("a node's commit without an answer", seconds(1, 5), () -> {});
      }
      case 6 -> {
        if (nodes.size() == 1) {
          return nodeFault();
        }
        node.vanish();
        nodes.remove(node);
        return lasts("node gone for good", seconds(60, 120), () -> {});
      }
      default -> {
        Duration by = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
        if (!node.isAnchored()) {
          node.door.shut();
          return lasts("node cut off from the database", seconds(5, 240), node.door::open);
        }
        node.stepWall(by);
        node.door.shut();
        return lasts(
            "node cut off from the database, its clock wrong",
            seconds(5, 240),
            () -> {
              node.stepWall(by.negated());
              node.door.open();
            });
      }
    }
  }

  private Duration databaseFault() {
    switch (random.nextInt(6)) {
      case 5 -> {
        Duration by = seconds(1, 45).multipliedBy(random.nextBoolean() ? 1 : -1);
        postgres.stepClock(by);
        return lasts(
            "the database's clock set", seconds(30, 200), () -> postgres.stepClock(by.negated()));
      }
      case 0, 1 -> {
        postgres.stop();
        return lasts("database away", seconds(1, 150), postgres::start);
      }
      case 2, 3 -> {
        return databaseAwayAndNodeAnew();
      }
      default -> {
        return databaseSlow();
      }
    }
  }

  /**
   * A node that the database has not met holds pings when it comes back, and is late to say so. Its
   * clock may be wrong: until it has met the database, it has nothing else to go by.
   */
  private Duration databaseAwayAndNodeAnew() {
    List<Node> right = nodes.stream().filter(Node::isClockRight).toList();
    if (right.isEmpty()) {
      return databaseSlow();
    }
    Node node = any(right);
    node.stop();
    postgres.stop();
    node.slow(Duration.ofSeconds(10));
    boolean wrong = random.nextBoolean();
    if (wrong) {
      Duration by = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
      node.stepWall(by);
      time.after(seconds(200, 260), () -> setRight(node, by));
    }
    time.after(
        seconds(1, 4),
        () -> {
          if (nodes.contains(node)) {
            node.start();
          }
        });
    return lasts(
        "database away and a node started anew" + (wrong ? ", its clock wrong" : ""),
        seconds(60, 200),
        () -> {
          postgres.start();
          node.slow(Duration.ZERO);
        });
  }

  /**
   * Once it does not matter any more: what was stamped by a clock that is right again stays wrong.
   */
  private void setRight(Node node, Duration by) {
    if (node.isAnchored()) {
      node.stepWall(by.negated());
    } else if (nodes.contains(node)) {
      time.after(Duration.ofSeconds(5), () -> setRight(node, by));
    }
  }

  private Duration databaseSlow() {
    Duration by = seconds(1, 6);
    nodes.forEach(node -> node.slow(by));
    alerters.forEach(alerter -> alerter.slow(by));
    return lasts(
        "database slow",
        seconds(20, 180),
        () -> {
          nodes.forEach(node -> node.slow(Duration.ZERO));
          alerters.forEach(alerter -> alerter.slow(Duration.ZERO));
        });
  }

  private Duration alerterFault() {
    AlerterProcess alerter = any(alerters);
    switch (random.nextInt(3)) {
      case 0 -> {
        alerter.interrupted();
        alerter.kill();
        return lasts("alerter killed", seconds(1, 150), alerter::start);
      }
      case 1 -> {
        alerter.interrupted();
        alerter.suspend();
        return lasts("alerter suspended", seconds(3, 180), alerter::resume);
      }
      default -> {
        alerter.door.loseNextAnswer();
        return lasts("an alerter's commit without an answer", seconds(1, 5), () -> {});
      }
    }
  }

  private Duration providerFault() {
    Provider provider = any(providers);
    provider.away(true);
    return lasts("provider away", seconds(20, 700), () -> provider.away(false));
  }

  /** Heals whatever is broken, for good. */
  void healAll() {
    List<Runnable> left = List.copyOf(heals);
    heals.clear();
    left.forEach(Runnable::run);
  }

  Map<String, Integer> counts() {
    return counts;
  }
}
