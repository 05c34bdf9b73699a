package dev.tocsin.dashboard.board;

import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A check as people see it at an instant.
 *
 * @param lastFlip the last change of its stored status, if there was one
 * @param asOf the instant of {@code standing}
 */
public record Shown(StoredCheck check, Standing standing, @Nullable Flip lastFlip, Instant asOf) {

  /** What needs people comes first: down, longest down on top; then late; then the rest by name. */
  public static final Comparator<Shown> BY_URGENCY =
      Comparator.comparingInt(Shown::rank)
          .thenComparing(Shown::urgentSince)
          .thenComparing(Shown::sortName)
          .thenComparing(Shown::id);

  /** By name, whatever the case; those without one last. */
  public static final Comparator<Shown> BY_NAME =
      Comparator.comparing(Shown::sortName).thenComparing(Shown::id);

  /** Heard of most recently first. */
  public static final Comparator<Shown> BY_LAST_PING =
      Comparator.comparing(
              (Shown s) -> Objects.requireNonNullElse(s.check().state().lastPing(), Instant.EPOCH))
          .reversed()
          .thenComparing(BY_NAME);

  static Shown of(StoredCheck check, @Nullable Flip lastFlip, Instant asOf) {
    Standing standing = CheckMachine.standing(check.state(), check.rules(), asOf);
    return new Shown(check, standing, lastFlip, asOf);
  }

  public long id() {
    return check.id();
  }

  /** The name, or the code of a check without one. */
  public String name() {
    String name = check.settings().name();
    return name.isBlank() ? check.code().toString() : name;
  }

  /** Whether a run is in progress and may still end well. */
  public boolean running() {
    Instant start = check.state().lastStart();
    return start != null && asOf.isBefore(start.plus(check.settings().grace()));
  }

  /** Since when it is down; empty unless it is. */
  public Optional<Instant> downSince() {
    if (standing != Standing.DOWN) {
      return Optional.empty();
    }
    if (lastFlip != null && lastFlip.to() == Status.DOWN) {
      return Optional.of(lastFlip.at());
    }
    return CheckMachine.deadline(check.state(), check.rules());
  }

  /** Two equal fingerprints look the same on a page, whichever process made them. */
  public String fingerprint() {
    var state = check.state();
    String all =
        String.join(
            "|",
            standing.word(),
            String.valueOf(running()),
            String.valueOf(state),
            String.valueOf(check.settings()),
            String.valueOf(lastFlip));
    CRC32 crc = new CRC32();
    crc.update(all.getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue(), 36);
  }

  /** The place among standings: smaller is more urgent. */
  public int rank() {
    return switch (standing) {
      case DOWN -> 0;
      case GRACE -> 1;
      case UP -> 2;
      case NEW -> 3;
      case PAUSED -> 4;
    };
  }

  private Instant urgentSince() {
    return switch (standing) {
      case DOWN -> downSince().orElse(Instant.EPOCH);
      case GRACE -> CheckMachine.expected(check.state(), check.rules()).orElse(Instant.EPOCH);
      case UP, NEW, PAUSED -> Instant.EPOCH;
    };
  }

  private String sortName() {
    String name = check.settings().name();
    return name.isBlank() ? "\uffff" : name.toLowerCase(Locale.ROOT);
  }
}
