package dev.tocsin.dashboard.bounces;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a mail says that came back.
 *
 * @param messages codes of messages that it may be about, the likeliest first; few
 * @param failure why it came back; empty if it only says that delivery takes longer, or nothing
 */
public record Bounce(List<UUID> messages, Optional<Failure> failure) {

  public Bounce {
    messages = List.copyOf(messages);
  }

  /**
   * A reader who did not get the mail.
   *
   * @param permanent whether trying again is in vain (status 5.x.x)
   * @param words of the mail server, with the reader where that is said; any text
   */
  public record Failure(boolean permanent, String words) {}

  /** Reads a mail. Never throws, whatever is in it. */
  public static Bounce read(byte[] mail) {
    return BounceMail.read(mail);
  }
}
