package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Expiry;
import dev.tocsin.dashboard.people.ProjectEdit.Fallback;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes members out of a body, strictly: a number is no text, null is no value. A member that is
 * not there is empty, and so is one that is wrong; the first problem is kept for the answer.
 */
final class Fields {

  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final JsonNode body;
  private @Nullable String problem;

  Fields(JsonNode body) {
    this.body = body;
  }

  /** What is wrong first, as an answer. */
  Optional<Reply> problem() {
    return Optional.ofNullable(problem).map(CheckRequests::invalid);
  }

  /** Notes what is wrong with a member that is well-formed, unless something was before. */
  void wrong(String name, String why) {
    if (problem == null) {
      problem = name + " " + why;
    }
  }

  /** Text of at most so many characters, none of which Postgres could not keep. */
  Optional<String> text(String name, int longest) {
    JsonNode value = body.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      return none(name, "is not a string");
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > longest) {
      return none(name, "is too long");
    }
    boolean whole = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    return whole ? Optional.of(text) : none(name, "contains an invalid character");
  }

  /** Text without blanks around it, and not empty. */
  Optional<String> words(String name, int longest) {
    Optional<String> text = text(name, longest).map(String::strip);
    return text.isPresent() && text.get().isEmpty() ? none(name, "is empty") : text;
  }

  Optional<Boolean> flag(String name) {
    JsonNode value = body.get(name);
    if (value == null) {
      return Optional.empty();
    }
    return value.isBoolean() ? Optional.of(value.booleanValue()) : none(name, "is not a boolean");
  }

  Optional<Integer> number(String name, int least, int most) {
    JsonNode value = body.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber()) {
      return none(name, "is not a number");
    }
    boolean negative = value.bigIntegerValue().signum() < 0;
    if (value.canConvertToInt() ? value.intValue() < least : negative) {
      return none(name, "is too small");
    }
    return !value.canConvertToInt() || value.intValue() > most
        ? none(name, "is too large")
        : Optional.of(value.intValue());
  }

  Optional<List<String>> list(String name) {
    JsonNode value = body.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isArray()) {
      return none(name, "is not an array");
    }
    List<String> items = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        return none(name, "has an item that is not a string");
      }
      items.add(item.textValue());
    }
    return Optional.of(items);
  }

  /** The id of a channel; null or the empty text for none. */
  Optional<Fallback> fallback(String name) {
    if (body.path(name).isNull()) {
      return Optional.of(new Fallback(Optional.empty()));
    }
    Optional<String> text = text(name, 36);
    if (text.isEmpty() || text.get().isEmpty()) {
      return text.map(none -> new Fallback(Optional.empty()));
    }
    return CODE.matcher(text.get()).matches()
        ? Optional.of(new Fallback(Optional.of(UUID.fromString(text.get()))))
        : none(name, "is not a UUID");
  }

  /** A moment to come; the empty text is never. */
  Optional<Expiry> expiry(String name, Instant now) {
    Optional<String> text = text(name, 40);
    if (text.isEmpty() || text.get().isEmpty()) {
      return text.map(never -> Expiry.NEVER);
    }
    try {
      Instant end = OffsetDateTime.parse(text.get()).toInstant();
      return end.isAfter(now) && end.isBefore(FAR)
          ? Optional.of(new Expiry(end))
          : none(name, "is not in the future");
    } catch (DateTimeParseException e) {
      return none(name, "is not a time such as 2027-01-31T12:00:00Z");
    }
  }

  /** An instant. */
  Optional<Instant> moment(String name) {
    Optional<String> text = text(name, 40);
    try {
      return text.map(said -> OffsetDateTime.parse(said).toInstant());
    } catch (DateTimeParseException e) {
      return none(name, "is not a time such as 2027-01-31T12:00:00Z");
    }
  }

  private <T> Optional<T> none(String name, String why) {
    wrong(name, why);
    return Optional.empty();
  }
}
