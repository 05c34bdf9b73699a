package dev.tocsin.settings;

/** How {@code smtp.tls} protects mail on its way out. */
public enum SmtpTls {
  NONE,
  STARTTLS,
  IMPLICIT
}
