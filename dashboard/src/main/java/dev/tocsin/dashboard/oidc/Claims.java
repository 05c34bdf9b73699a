package dev.tocsin.dashboard.oidc;

import dev.tocsin.dashboard.vouched.Identity;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider says of a person, as JSON has it. */
record Claims(Map<String, Object> all) {

  /**
   * The address and whether it is verified come from one place, never one from each.
   *
   * @param trust take an address as verified of which nothing at all is said
   */
  Identity identity(String issuer, String subject, Claims more, boolean trust) {
    Claims from = hasAddress() || !more.has("email") ? this : more;
    Object verified = from.all.get("email_verified");
    boolean unsaid = !has("email_verified") && !more.has("email_verified");
    return new Identity(
        issuer,
        subject,
        from.text("email").strip().toLowerCase(Locale.ROOT),
        Boolean.TRUE.equals(verified) || "true".equals(verified) || (trust && unsaid));
  }

  /** Whether there is an address, and a word on whether it is theirs. */
  boolean hasAddress() {
    return has("email") && has("email_verified");
  }

  boolean has(String claim) {
    return at(claim) != null;
  }

  String text(String claim) {
    return all.get(claim) instanceof String text ? text : "";
  }

  /** The values of a claim that is a text or a list of them. */
  Set<String> values(String claim) {
    Set<String> values = new LinkedHashSet<>();
    Object value = at(claim);
    if (value instanceof Collection<?> list) {
      list.forEach(item -> values.add(String.valueOf(item)));
    } else if (value != null) {
      values.add(value.toString());
    }
    return values;
  }

  /** A claim by its name, or by the path to it: names with dots are there, too (RFC 7519, 4.2). */
  private @Nullable Object at(String claim) {
    if (all.containsKey(claim)) {
      return all.get(claim);
    }
    Object value = all;
    for (String part : claim.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return value;
  }
}
