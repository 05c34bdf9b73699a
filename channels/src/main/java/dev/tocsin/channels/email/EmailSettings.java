package dev.tocsin.channels.email;

import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Wanted;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who gets mail, and for what.
 *
 * @param to one message goes to all of them
 * @param wanted which news
 */
record EmailSettings(List<InternetAddress> to, Wanted wanted) {

  /** More readers than that are a mailing list, which has an address of its own. */
  static final int MAX_ADDRESSES = 20;

  private static final int SHOWN = 2;

  EmailSettings {
    to = List.copyOf(to);
  }

  /** Notes what is wrong in {@code json}; the result is good only if nothing is. */
  static EmailSettings read(SettingsJson json) {
    List<String> texts = json.texts("to", MAX_ADDRESSES);
    List<InternetAddress> to = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      var address = Addresses.bare(texts.get(i).strip());
      if (address.isEmpty()) {
        json.problem("to[%d]".formatted(i), "enter an address like ops@example.org");
      } else if (!to.contains(address.get())) {
        to.add(address.get());
      }
    }
    if (texts.isEmpty()) {
      json.problem("to", "enter at least one address");
    }
    return new EmailSettings(to, Wanted.read(json));
  }

  String summary() {
    String shown =
        to.stream().limit(SHOWN).map(InternetAddress::getAddress).collect(Collectors.joining(", "));
    return to.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, to.size() - SHOWN);
  }
}
