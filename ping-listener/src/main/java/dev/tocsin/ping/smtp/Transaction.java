package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message on its way in: its sender, its recipients, and the memory it takes. */
final class Transaction {

  static final String TOO_LARGE = "552 5.3.4 Message too large";

  private static final String SYNTAX = "501 5.5.4 Syntax: ";

  private final MailConfig config;
  private final Dialogue.World world;
  private final Set<Target> targets = new LinkedHashSet<>();
  private @Nullable String sender;
  private int reserved;

  Transaction(MailConfig config, Dialogue.World world) {
    this.config = config;
    this.world = world;
  }

  /** Forgets everything. */
  void reset() {
    sender = null;
    targets.clear();
    world.release(reserved);
    reserved = 0;
  }

  /** {@code MAIL}; the reply. */
  String mail(String rest) {
    if (sender != null) {
      return "503 5.5.1 One sender at a time";
    }
    Optional<EnvelopePath> from = path(rest, "FROM:");
    if (from.isEmpty()) {
      return SYNTAX + "MAIL FROM:<address>";
    }
    for (String parameter : from.get().parameters()) {
      String problem = problem(parameter);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    sender = from.get().address();
    return "250 OK";
  }

  private String problem(String parameter) {
    if (parameter.startsWith("SIZE=")) {
      String size = parameter.substring(5);
      if (!size.matches("\\d{1,20}")) {
        return SYNTAX + "SIZE=number";
      }
      if (size.length() > 9 || Integer.parseInt(size) > config.maxMessageBytes()) {
        world.refused(Refusal.SIZE);
        return TOO_LARGE;
      }
      return "";
    }
    return switch (parameter) {
      case "BODY=7BIT", "BODY=8BITMIME", "SMTPUTF8" -> "";
      default -> "555 5.5.4 Parameter not known";
    };
  }

  /** {@code RCPT}; the reply. Whether there is such a check is not looked at: it may come yet. */
  String recipient(String rest) {
    if (sender == null) {
      return "503 5.5.1 MAIL first";
    }
    Optional<EnvelopePath> to = path(rest, "TO:");
    if (to.isEmpty()) {
      return SYNTAX + "RCPT TO:<address>";
    }
    if (!to.get().parameters().isEmpty()) {
      return "555 5.5.4 Parameter not known";
    }
    Recipient recipient = Recipient.of(to.get().address(), config.domain());
    if (recipient instanceof Recipient.Nobody nobody) {
      world.refused(nobody.refusal);
      return nobody.reply;
    }
    Target target = ((Recipient.Check) recipient).target();
    if (targets.contains(target)) {
      return "250 OK"; // named twice, it gets the message once, as with any mail server
    }
    if (targets.size() >= config.maxRecipients()) {
      world.refused(Refusal.RECIPIENTS);
      return "452 4.5.3 Too many recipients";
    }
    int seconds = world.count(target);
    if (seconds > 0) {
      world.refused(Refusal.RATE);
      return "450 4.7.28 Rate limited, try again in %d seconds".formatted(seconds);
    }
    targets.add(target);
    return "250 OK";
  }

  private static Optional<EnvelopePath> path(String rest, String word) {
    return rest.toUpperCase(Locale.ROOT).startsWith(word)
        ? EnvelopePath.of(rest.substring(word.length()))
        : Optional.empty();
  }

  /** Why a message cannot follow now; empty: it can. */
  String problem() {
    if (sender == null) {
      return "503 5.5.1 MAIL first";
    }
    return targets.isEmpty() ? "554 5.5.1 No valid recipients" : "";
  }

  /** Takes memory for the message. */
  boolean reserve(int bytes) {
    if (!world.reserve(bytes)) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  /** All of it; {@link #problem} must be empty. */
  Envelope envelope(byte[] message) {
    return new Envelope(sender == null ? "" : sender, List.copyOf(targets), message);
  }
}
