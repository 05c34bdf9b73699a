package dev.tocsin.channels;

import dev.tocsin.channels.Call.Header;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The choice that many servers give: a {@code token}, or a {@code user} with a {@code password}, or
 * nothing. Kinds with these three fields read them here.
 */
public final class Login {

  private Login() {}

  /** Notes what does not go together. */
  public static void check(Values values, SettingsJson json) {
    if (!values.text("token").isEmpty() && !values.text("user").isEmpty()) {
      json.problem("token", "enter a token or a user, not both");
    }
    if (!values.text("password").isEmpty() && values.text("user").isEmpty()) {
      json.problem("user", "enter whose password it is");
    }
  }

  /** The header that says who we are; none if nothing was entered. */
  public static List<Header> headers(Values values) {
    if (!values.text("token").isEmpty()) {
      return List.of(new Header("Authorization", "Bearer " + values.text("token")));
    }
    if (values.text("user").isEmpty()) {
      return List.of();
    }
    return List.of(basic(values.text("user"), values.text("password")));
  }

  /** Basic authentication (RFC 7617). */
  public static Header basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }
}
