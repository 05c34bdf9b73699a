package dev.tocsin.dashboard.board;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A check as people see it at an instant. */
public final class Shown {

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

  private final Known known;
  private final Standing standing;
  private final AsOf asOf;

  private Shown(Known known, Standing standing, AsOf asOf) {
    this.known = known;
    this.standing = standing;
    this.asOf = asOf;
  }

  static Shown of(Known known, AsOf asOf) {
    Standing standing = asOf.standing(known.check().state(), known.rules());
    return new Shown(known, standing, asOf);
  }

  /** The same object as long as nothing has changed in what is stored. */
  Known known() {
    return known;
  }

  public StoredCheck check() {
    return known.check();
  }

  public CheckRules rules() {
    return known.rules();
  }

  public Standing standing() {
    return standing;
  }

  /** The last change of its stored status, if there was one. */
  public @Nullable Flip lastFlip() {
    return known.lastFlip();
  }

  public List<String> tags() {
    return known.tags();
  }

  /** Whether all these words occur in name, tags, slug or code; they are in lower case. */
  public boolean says(Collection<String> words) {
    return words.stream().allMatch(known.text()::contains);
  }

  public long id() {
    return check().id();
  }

  /** The name, or the code of a check without one. */
  public String name() {
    String name = check().settings().name();
    return name.isBlank() ? check().code().toString() : name;
  }

  /** Whether a run is in progress and may still end well. */
  public boolean running() {
    return CheckMachine.runLimit(check().state(), rules()).filter(asOf.at()::isBefore).isPresent();
  }

  /** Since when it is down; empty unless it is. */
  public Optional<Instant> downSince() {
    if (standing != Standing.DOWN) {
      return Optional.empty();
    }
    Flip lastFlip = known.lastFlip();
    if (lastFlip != null && lastFlip.to() == Status.DOWN) {
      return Optional.of(lastFlip.at());
    }
    return deadline();
  }

  /** Whether it is up only because its last run was taken for done. */
  public boolean unverified() {
    return standing == Standing.UP && check().state().credit() != null;
  }

  /** When it goes down if nothing is heard; empty if silence is no alarm. */
  public Optional<Instant> deadline() {
    return asOf.deadline(check().state(), rules());
  }

  /** Two equal fingerprints look the same on a page, whichever process made them. */
  public String fingerprint() {
    return known.fingerprint() + rank() + (running() ? "r" : "");
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
      case GRACE -> CheckMachine.expected(check().state(), rules()).orElse(Instant.EPOCH);
      case UP, NEW, PAUSED -> Instant.EPOCH;
    };
  }

  private String sortName() {
    return known.sortName();
  }
}
