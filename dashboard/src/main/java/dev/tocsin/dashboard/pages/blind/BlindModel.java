package dev.tocsin.dashboard.pages.blind;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.blind.UnverifiedRun;
import dev.tocsin.dashboard.parts.Times;
import java.util.List;

/**
 * One blind interval, with the runs of the project that nobody could verify since.
 *
 * @param runs those that are named
 */
public record BlindModel(BlindTime blind, List<UnverifiedRun> runs) {

  public String length() {
    return Times.span(blind.at().length());
  }
}
