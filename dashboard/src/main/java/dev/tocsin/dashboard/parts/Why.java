package dev.tocsin.dashboard.parts;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says why a check stands where it stands, and what will happen next. */
public final class Why {

  private Why() {}

  public static Sentence of(Shown check) {
    return switch (check.standing()) {
      case DOWN -> down(check);
      case GRACE -> late(check);
      case UP -> up(check);
      case NEW -> check.running() ? running(check) : Sentence.of("Waiting for its first ping");
      case PAUSED ->
          Sentence.of(
              check.check().settings().manualResume()
                  ? "Pings are ignored until somebody resumes it"
                  : "The next ping resumes it");
    };
  }

  private static Sentence down(Shown check) {
    Flip flip = check.lastFlip();
    CheckState state = check.check().state();
    if (state.status() == Status.DOWN && flip != null && flip.reason() == Flip.Reason.TOO_FAST) {
      return Sentence.of("Finished too fast {}", flip.at());
    }
    if (state.status() == Status.DOWN && flip != null && flip.reason() == Flip.Reason.ASSERTION) {
      return Sentence.of("Broke an assertion {}", flip.at());
    }
    if (state.status() == Status.DOWN && flip != null && flip.reason() == Flip.Reason.FAIL) {
      Instant last = state.lastPing();
      return last != null && last.isAfter(flip.at())
          ? Sentence.of("Failed {}, again {}", flip.at(), last)
          : Sentence.of("Failed {}", flip.at());
    }
    return check.downSince().map(at -> missed(check, at)).orElse(Sentence.EMPTY);
  }

  private static Sentence missed(Shown check, Instant deadline) {
    CheckState state = check.check().state();
    Instant start = state.lastStart();
    if (start != null
        && CheckMachine.runLimit(state, check.rules()).equals(Optional.of(deadline))) {
      return Sentence.of("Started {}, not finished by {}", start, deadline);
    }
    Duration grace = check.check().settings().grace();
    Instant edited = state.editedAt();
    return edited != null && edited.isAfter(deadline)
        ? Sentence.of("Nothing heard by {}", deadline)
        : Sentence.of("Expected {}, nothing until {}", deadline.minus(grace), deadline);
  }

  private static Sentence late(Shown check) {
    Optional<Instant> due = CheckMachine.expected(check.check().state(), check.rules());
    Optional<Instant> down = check.deadline();
    return due.isPresent() && down.isPresent()
        ? Sentence.of("Expected {}, goes down {}", due.get(), down.get())
        : Sentence.EMPTY;
  }

  private static Sentence up(Shown check) {
    if (check.running()) {
      return running(check);
    }
    Credit credit = check.check().state().credit();
    if (credit != null) {
      Interval blind = credit.blind();
      return Sentence.of(
          "The run expected {} is unverified: Tocsin could not hear from {} to {}",
          credit.due(),
          blind.since(),
          blind.until());
    }
    return CheckMachine.expected(check.check().state(), check.rules())
        .map(due -> Sentence.of("Next ping expected by {}", due))
        .orElse(Sentence.of("No further ping is expected"));
  }

  private static Sentence running(Shown check) {
    Instant start = check.check().state().lastStart();
    Optional<Instant> limit = CheckMachine.runLimit(check.check().state(), check.rules());
    return start == null || limit.isEmpty()
        ? Sentence.EMPTY
        : Sentence.of("Running since {}, must end by {}", start, limit.get());
  }
}
