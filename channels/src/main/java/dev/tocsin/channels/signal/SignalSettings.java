package dev.tocsin.channels.signal;

import java.util.List;

/**
 * Which signal-cli, and who gets messages.
 *
 * @param server without a slash at the end
 * @param account the number that sends; empty: the daemon has one only
 * @param recipients numbers, user names or UUIDs; empty: a group
 * @param group id of a group; empty: recipients
 */
record SignalSettings(String server, String account, List<String> recipients, String group) {

  SignalSettings {
    recipients = List.copyOf(recipients);
  }
}
