package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.domain.assertion.Assertion;
import dev.tocsin.domain.assertion.AssertionText;
import dev.tocsin.domain.assertion.Assertions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads assertions from JSON: a list of texts, as people write them. */
final class AssertionReader {

  /** What the member is called. */
  static final String MEMBER = "assertions";

  private AssertionReader() {}

  /** Takes them over, or says what is wrong with them. */
  static Optional<String> read(JsonNode value, CheckEdit edit) {
    if (!value.isArray()) {
      return Optional.of("assertions is not an array");
    }
    if (value.size() > Assertions.MOST) {
      return Optional.of("assertions has more than %d items".formatted(Assertions.MOST));
    }
    List<Assertion> all = new ArrayList<>();
    for (JsonNode item : value) {
      String at = "assertions[%d]".formatted(all.size());
      if (!item.isTextual()) {
        return Optional.of(at + " is not a string");
      }
      try {
        all.add(AssertionText.parse(item.textValue()));
      } catch (IllegalArgumentException e) {
        return Optional.of(at + " is no assertion: " + e.getMessage());
      }
    }
    if (all.stream().distinct().count() < all.size()) {
      return Optional.of("assertions has an item twice");
    }
    edit.assertions(new Assertions(all));
    return Optional.empty();
  }
}
