package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import java.util.Optional;

/** One message to all addresses of the channel, about all that happened. */
final class EmailChannel implements Channel {

  private final EmailSettings settings;
  private final Optional<Mailer> mailer;

  EmailChannel(EmailSettings settings, Optional<Mailer> mailer) {
    this.settings = settings;
    this.mailer = mailer;
  }

  @Override
  public boolean groups() {
    return true;
  }

  @Override
  public Verdict deliver(Alert alert) {
    Optional<Alert> wanted = settings.wanted().of(alert);
    if (wanted.isEmpty()) {
      return settings.wanted().refused();
    }
    Letter letter = Letter.about(wanted.get());
    return mailer
        .map(server -> server.send(letter, Envelope.of(alert), settings.to()))
        .orElseGet(() -> new Verdict.TryAgain("no mail server is configured", Optional.empty()));
  }
}
