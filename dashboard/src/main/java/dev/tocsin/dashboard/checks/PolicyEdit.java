package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.Policy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of what a check asks for beyond the Pinging API; what it does not say stays as it is.
 * Values have the bounds of {@link Policy}: whoever reads them from people validates them first.
 */
public final class PolicyEdit {

  private @Nullable Duration maxRuntime;
  private @Nullable Duration minRuntime;
  private @Nullable Duration early;
  private @Nullable Integer failuresBeforeDown;
  private @Nullable Integer successesBeforeUp;
  private @Nullable Boolean overlapping;
  private @Nullable Boolean keepAlive;
  private @Nullable BlindPolicy blind;

  PolicyEdit() {}

  Policy applyTo(Policy was) {
    return Policy.of(
        or(maxRuntime, was.maxRuntimeOrZero()),
        or(minRuntime, was.minRuntimeOrZero()),
        or(early, was.early()),
        or(failuresBeforeDown, was.failuresBeforeDown()),
        or(successesBeforeUp, was.successesBeforeUp()),
        or(overlapping, was.overlapping()),
        or(keepAlive, was.keepAlive()),
        or(blind, was.blind()));
  }

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }

  /** Zero: runs have no limit of their own. */
  public void maxRuntime(Duration value) {
    maxRuntime = value;
  }

  /** Zero: no run is too fast. */
  public void minRuntime(Duration value) {
    minRuntime = value;
  }

  public void early(Duration value) {
    early = value;
  }

  public void failuresBeforeDown(int value) {
    failuresBeforeDown = value;
  }

  public void successesBeforeUp(int value) {
    successesBeforeUp = value;
  }

  public void overlapping(boolean value) {
    overlapping = value;
  }

  public void keepAlive(boolean value) {
    keepAlive = value;
  }

  public void blind(BlindPolicy value) {
    blind = value;
  }
}
