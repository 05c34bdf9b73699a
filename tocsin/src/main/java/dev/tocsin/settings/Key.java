package dev.tocsin.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One setting: what it is called, what it may be, what it means. */
public final class Key<T> {

  private final String name;
  private final Kind<T> kind;
  private final String fallback;
  private final String help;
  private final boolean secret;
  private final Set<Role> roles;

  /**
   * @param fallback the default as it would be written, or empty where there is none
   * @param secret never printed, and refused on a command line, which other users can read
   */
  Key(String name, Kind<T> kind, String fallback, String help, boolean secret, Set<Role> roles) {
    this.name = name;
    this.kind = kind;
    this.fallback = fallback;
    this.help = help;
    this.secret = secret;
    this.roles = roles;
  }

  /** As in the file, dots included: {@code http.port}. */
  public String name() {
    return name;
  }

  /** As in the environment: {@code TOCSIN_HTTP_PORT}. */
  public String variable() {
    return "TOCSIN_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What its values look like, for people: "a port". */
  public String form() {
    return kind.form();
  }

  Kind<T> kind() {
    return kind;
  }

  Optional<String> fallback() {
    return fallback.isEmpty() ? Optional.empty() : Optional.of(fallback);
  }

  String help() {
    return help;
  }

  /** Whether it is never printed. */
  public boolean secret() {
    return secret;
  }

  Set<Role> roles() {
    return roles;
  }

  String section() {
    return name.substring(0, name.indexOf('.'));
  }

  @Override
  public String toString() {
    return name;
  }
}
