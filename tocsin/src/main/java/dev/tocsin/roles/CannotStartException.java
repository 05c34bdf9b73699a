package dev.tocsin.roles;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot do its work; the message is for the person who gave it, without a stack trace.
 */
public final class CannotStartException extends Exception {

  private final Exit exit;

  public CannotStartException(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  public CannotStartException(Exit exit, @Nullable String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  public Exit exit() {
    return exit;
  }
}
