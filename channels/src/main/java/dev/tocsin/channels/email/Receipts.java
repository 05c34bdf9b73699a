package dev.tocsin.channels.email;

import jakarta.mail.internet.InternetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which addresses have a message already. A server may take it for one address and ask to
 * come back for another; the retry then goes to the other alone. Lost with the process: then the
 * stable Message-ID lets mail programs drop the second copy.
 */
final class Receipts {

  /** Far more than are ever being retried at once; an entry is some hundred bytes. */
  static final int MAX_REMEMBERED = 10_000;

  private final Set<String> taken =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  synchronized void taken(String messageId, InternetAddress by) {
    taken.add(entry(messageId, by));
  }

  synchronized List<InternetAddress> missing(String messageId, List<InternetAddress> of) {
    return of.stream().filter(address -> !taken.contains(entry(messageId, address))).toList();
  }

  private static String entry(String messageId, InternetAddress address) {
    return messageId + " " + address.getAddress();
  }
}
