package dev.tocsin.ping.smtp;

/** Why something was not taken, for the counters. */
public enum Refusal {
  /** A recipient in a domain that is not ours. */
  DOMAIN,
  /** A recipient in our domain that cannot be a check. */
  MAILBOX,
  /** More recipients than one message may have. */
  RECIPIENTS,
  /** A check, or all checks of its project, that sent more pings than the operator allows. */
  RATE,
  /** A message beyond the size limit. */
  SIZE,
  /** The messages that are arriving use up the memory for them. */
  MEMORY,
  /** The journal is full or broken, or pings for unknown checks have used up their share. */
  JOURNAL,
  /** More connections than there may be in all. */
  CONNECTIONS,
  /** More connections than there may be from one peer: the others are heard. */
  PEER_CONNECTIONS,
  /** A client that took too long. */
  TIME,
  /** A client that does not speak SMTP, or makes too many mistakes. */
  PROTOCOL;

  /**
   * Whether it was for our own want of room, so that a ping may have been refused. Of the journal,
   * whoever asks it says so for each ping.
   */
  public boolean ours() {
    return switch (this) {
      case MEMORY, CONNECTIONS -> true;
      case DOMAIN, MAILBOX, RECIPIENTS, RATE, SIZE, JOURNAL, PEER_CONNECTIONS, TIME, PROTOCOL ->
          false;
    };
  }
}
