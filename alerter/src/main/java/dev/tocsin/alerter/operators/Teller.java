package dev.tocsin.alerter.operators;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Alert.Level;
import dev.tocsin.channels.Alert.Notice;
import dev.tocsin.channels.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one telling to the contacts. */
final class Teller {

  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  private final OperatorsConfig config;
  private final InstantSource clock;

  Teller(OperatorsConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Whom a telling is for. */
  List<Contact> contacts(Telling telling) {
    List<Contact> all = new ArrayList<>(config.first());
    if (telling.all()) {
      all.addAll(config.second());
    }
    return all;
  }

  /** Tries everybody who was not reached yet; returns everybody who was reached by now. */
  Set<String> tell(Telling telling) {
    Alert alert = alert(telling);
    Set<String> reached = new HashSet<>(telling.reached());
    for (Contact contact : contacts(telling)) {
      if (!reached.contains(contact.name()) && deliver(contact, alert)) {
        reached.add(contact.name());
      }
    }
    return reached;
  }

  private static boolean deliver(Contact contact, Alert alert) {
    try {
      Verdict verdict = contact.channel().deliver(alert);
      if (verdict instanceof Verdict.Delivered) {
        return true;
      }
      log.warn("operators cannot be told by {}: {}", contact.name(), verdict.detail());
    } catch (RuntimeException e) {
      log.error("telling operators by {} failed", contact.name(), e);
    }
    return false;
  }

  private Alert alert(Telling telling) {
    Finding matter = telling.matter();
    // The same for every try, and for all processes that tell the same without a database.
    String began = Long.toString(telling.since().truncatedTo(ChronoUnit.MINUTES).getEpochSecond());
    String id = "op-" + matter.key();
    String round = telling.over() ? "over" : Integer.toString(telling.tellings());
    return new Alert(
        "%s.%s.%s".formatted(id, began, round),
        Optional.of(notice(telling, id)),
        List.of(),
        false,
        config.siteName(),
        config.siteUrl(),
        clock.instant());
  }

  private Notice notice(Telling telling, String id) {
    Finding matter = telling.matter();
    List<String> lines = new ArrayList<>();
    if (telling.over()) {
      lines.add("It is over, or no process finds it any more.");
    } else {
      lines.addAll(matter.lines());
      if (telling.tellings() > 0) {
        Instant since = telling.since().truncatedTo(ChronoUnit.SECONDS);
        lines.add(
            matter.again() == Again.DAILY
                ? "This has been so since %s. It is told every day.".formatted(since)
                : "This has been so since %s, and nobody has acknowledged it.".formatted(since));
      }
      lines.add("More: docs/operations.md, “%s”.".formatted(matter.section()));
      if (telling.shared() && matter.again() == Again.UNLESS_ACKED) {
        lines.add("Acknowledge: " + acknowledge(telling.id()));
      }
    }
    String prefix = telling.over() ? "Over: " : "";
    return new Notice(
        id,
        telling.over() ? Level.OVER : Level.PROBLEM,
        "%s%s itself: %s".formatted(prefix, config.siteName(), matter.title()),
        lines,
        config.siteUrl());
  }

  /** By a link, where this process has the key that signs it. */
  private String acknowledge(long id) {
    return config
        .ackLinks()
        .map(links -> links.ofMatter(id).toString())
        .orElse("tocsin operators ack " + id);
  }

  /** A message that shows that contacts can be reached; a line for each of them. */
  List<String> test(Instant now) {
    Finding test =
        new Finding(
            "test", "a test", List.of("This contact can be reached."), "When Tocsin is in trouble");
    Telling telling = new Telling(0, test, now, false, 0, 1, Set.of(), true, false);
    Alert alert = alert(telling);
    List<String> lines = new ArrayList<>();
    for (Contact contact : contacts(telling)) {
      Verdict verdict = contact.channel().deliver(alert);
      boolean good = verdict instanceof Verdict.Delivered;
      lines.add("%s: %s%s".formatted(contact.name(), good ? "" : "FAILED, ", verdict.detail()));
    }
    return lines;
  }
}
