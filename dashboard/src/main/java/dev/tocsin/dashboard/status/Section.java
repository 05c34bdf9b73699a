package dev.tocsin.dashboard.status;

import java.util.Collection;
import java.util.List;

/**
 * A heading of a page.
 *
 * @param tags of the checks under it: any of these
 */
public record Section(String title, List<String> tags) {

  public Section {
    tags = List.copyOf(tags);
  }

  /** Whether a check with these tags stands under it. */
  public boolean takes(Collection<String> ofCheck) {
    return tags.stream().anyMatch(ofCheck::contains);
  }
}
