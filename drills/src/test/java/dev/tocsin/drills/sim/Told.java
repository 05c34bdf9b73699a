package dev.tocsin.drills.sim;

import dev.tocsin.channels.Alert;
import dev.tocsin.drills.sim.Oracle.Flipped;
import dev.tocsin.drills.sim.Provider.Arrived;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Holds what people were told against the flips: each is told once on each channel of its check,
 * and no up overtakes its down.
 */
final class Told {

  private record News(UUID code, String status, Instant at) {}

  /** News, and the messages that told it. */
  private record Line(News news, String key) {}

  private final Score score;
  private final Map<String, String> withheld = new HashMap<>();
  private final Map<String, List<Line>> byChannel = new HashMap<>();

  Told(Score score) {
    this.score = score;
  }

  /**
   * Reads what was withheld, and why: that is told in another way, or meant to be told to nobody.
   */
  void readWithheld(Db db) {
    db.query(
            "reading what is withheld",
            """
            SELECT d.flip_id || ' ' || ch.name AS what, d.withheld AS why
              FROM deliveries d JOIN channels ch ON ch.id = d.channel_id
             WHERE d.withheld IS NOT NULL AND d.flip_id IS NOT NULL
            """,
            row -> Map.entry(row.string("what"), row.string("why")))
        .forEach(one -> withheld.put(one.getKey(), one.getValue()));
  }

  /** Counts what arrived twice; it may only where the first answer was cut off. */
  void arrived(Provider provider, Map<String, AlerterProcess> senders) {
    Map<String, Arrived> last = new HashMap<>();
    List<Line> lines = byChannel.computeIfAbsent(provider.name, name -> new ArrayList<>());
    for (Arrived message : provider.arrived()) {
      Arrived before = last.put(message.alert().key(), message);
      if (before == null) {
        message
            .alert()
            .news()
            .forEach(news -> lines.add(new Line(of(news), message.alert().key())));
      } else if (mayRepeat(before, message, senders)) {
        score.count("messages sent again after a cut answer", 1);
      } else {
        score.deviation(
            "duplicate alerts",
            "%s at %s by %s and at %s by %s"
                .formatted(
                    provider.name, before.at(), before.sender(), message.at(), message.sender()));
      }
    }
    score.count("messages", last.size());
    score.count("attempts", provider.attempts());
  }

  private static boolean mayRepeat(
      Arrived before, Arrived again, Map<String, AlerterProcess> senders) {
    AlerterProcess sender = senders.get(before.sender());
    Instant from = before.at().minusSeconds(30);
    return before.cut() || (sender != null && sender.wasInterrupted(from, again.at()));
  }

  private static News of(Alert.News news) {
    return new News(news.code(), news.status(), news.at());
  }

  /**
   * Counts what was not told, or twice.
   *
   * @param until flips after that may still be on their way
   */
  void compare(List<Watched> fleet, Map<Long, List<Flipped>> flips, Instant until) {
    for (Map.Entry<String, List<Line>> channel : byChannel.entrySet()) {
      Map<News, Integer> places = new HashMap<>();
      for (int i = 0; i < channel.getValue().size(); i++) {
        News news = channel.getValue().get(i).news();
        if (places.putIfAbsent(news, i) != null) {
          score.deviation("duplicate alerts", channel.getKey() + " tells twice " + news);
        }
      }
      fleet.stream()
          .filter(check -> check.channels().contains(channel.getKey()))
          .forEach(check -> inOrder(check, flips, places, until, channel.getKey()));
    }
  }

  private void inOrder(
      Watched check,
      Map<Long, List<Flipped>> flips,
      Map<News, Integer> places,
      Instant until,
      String channel) {
    int place = -1;
    for (Flipped flip : flips.getOrDefault(check.id(), List.of())) {
      if (!flip.alerts()) {
        continue;
      }
      Integer told = places.get(new News(check.code(), flip.to(), flip.at()));
      String why = withheld.get(flip.id() + " " + channel);
      if (told == null && why != null) {
        score.count("withheld: " + why, 1);
      } else if (told == null) {
        if (flip.at().isBefore(until)) {
          score.deviation("lost alerts", "%s was not told of %s".formatted(channel, flip));
        }
      } else if (told < place) {
        score.deviation("alerts out of order", "%s: %s".formatted(channel, flip));
      } else {
        place = told;
        score.count("alerts", 1);
      }
    }
  }
}
