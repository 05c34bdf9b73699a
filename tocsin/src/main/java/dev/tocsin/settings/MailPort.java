package dev.tocsin.settings;

/**
 * Where mail is heard.
 *
 * @param ifFree a port that is taken is no error: then no mail is heard
 */
public record MailPort(int port, boolean ifFree) {

  /** A port that needs no privileges, where mail is often heard on machines of developers. */
  static final MailPort AUTO = new MailPort(2525, true);
}
