package dev.tocsin.dashboard.pages.signin;

import java.util.Optional;

/**
 * How people may sign in here.
 *
 * @param password with a password
 * @param passkey with a passkey
 * @param provider what the provider of single sign-on is called, if there is one
 */
public record Ways(boolean password, boolean passkey, Optional<String> provider) {

  /** Whether there is a choice. */
  public boolean several() {
    return password && (passkey || provider.isPresent());
  }
}
