package dev.tocsin.dashboard.pages.doctor;

import dev.tocsin.dashboard.doctor.Examinations.Round;
import java.util.List;

/**
 * The list of a project.
 *
 * @param examined how many of {@code all} checks have been looked at so far
 */
public record DoctorModel(List<Sick> checks, int examined, int all) {

  /** A check with findings. */
  public record Sick(String name, String path, List<FindingModel> findings) {}

  static DoctorModel of(Round round) {
    return new DoctorModel(
        round.found().stream()
            .map(
                found -> {
                  String path = "/checks/" + found.check().code();
                  String name = found.check().settings().name();
                  return new Sick(
                      name.isBlank() ? found.check().code().toString() : name,
                      path,
                      FindingModel.of(found.findings(), found.check().settings(), path));
                })
            .toList(),
        round.examined(),
        round.all());
  }

  /** Whether there is more to look at. */
  public boolean goesOn() {
    return examined < all;
  }

  public String progress() {
    return goesOn()
        ? "Looked at %,d of %,d checks so far.".formatted(examined, all)
        : all == 1 ? "Looked at the only check." : "Looked at all %,d checks.".formatted(all);
  }
}
