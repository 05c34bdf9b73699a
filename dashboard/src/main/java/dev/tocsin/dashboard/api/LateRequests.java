package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.bounces.Bounce;
import dev.tocsin.dashboard.channels.LateVerdicts;
import dev.tocsin.dashboard.channels.LateVerdicts.Failure;
import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Calls without a key, from those who carried a message for us: providers that call back, and mail
 * that comes back. What they say counts if they name a message by its code, which only its receiver
 * was told. Whatever they send, they get a 200: nobody there could do anything about an error.
 */
final class LateRequests {

  /** Forms of providers have some hundred bytes; what is beyond is not looked at. */
  private static final int MAX_FORM_BYTES = 64 << 10;

  private static final Duration CALLBACKS = Duration.ofHours(1);

  /** Mail servers try for five days before they give up. */
  private static final Duration BOUNCES = Duration.ofDays(7);

  private static final Set<String> MESSAGE_FAILED = Set.of("failed", "undelivered");
  private static final Set<String> CALL_FAILED = Set.of("failed", "busy", "no-answer", "canceled");

  private final LateVerdicts verdicts;

  LateRequests(Db db) {
    this.verdicts = new LateVerdicts(db);
  }

  /** What to answer to a body that is too long to be read; empty for routes of other people. */
  static Optional<Reply> tooLong(Route route) {
    return switch (route) {
      case NOTIFICATION -> Optional.of(Reply.empty(200));
      case BOUNCES -> Optional.of(Reply.text(200, "OK: too long, not read"));
      default -> Optional.empty();
    };
  }

  /** A provider says what became of a message. */
  Reply notification(UUID code, byte[] body) {
    int length = Math.min(body.length, MAX_FORM_BYTES);
    QueryString form = new QueryString(new String(body, 0, length, StandardCharsets.UTF_8));
    Optional<String> why =
        form.last("error")
            .filter(error -> !error.isBlank())
            .or(() -> status(form, "MessageStatus", MESSAGE_FAILED))
            .or(() -> status(form, "CallStatus", CALL_FAILED));
    boolean broken =
        form.last("mark_disabled")
            .filter(flag -> !Set.of("", "0", "false").contains(flag))
            .isPresent();
    why.ifPresent(
        error ->
            verdicts.record(
                code,
                new Failure(CALLBACKS, Optional.empty(), "the provider said: " + error, broken)));
    return Reply.empty(200);
  }

  private static Optional<String> status(QueryString form, String name, Set<String> failures) {
    return form.last(name)
        .filter(failures::contains)
        .map(status -> "delivery failed (status=%s)".formatted(status));
  }

  /** A mail came back. */
  Reply bounce(byte[] mail) {
    Bounce bounce = Bounce.read(mail);
    if (bounce.failure().isEmpty()) {
      return Reply.text(200, "OK: no delivery failed for good");
    }
    Bounce.Failure said = bounce.failure().get();
    Failure failure =
        new Failure(
            BOUNCES, Optional.of("email"), "the mail came back: " + said.words(), said.permanent());
    boolean known =
        bounce.messages().stream().anyMatch(message -> verdicts.record(message, failure));
    return Reply.text(200, known ? "OK: recorded" : "OK: not a mail of ours");
  }
}
