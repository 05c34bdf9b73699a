package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import java.util.List;
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
    List<Alert.News> wanted = alert.test() ? alert.news() : wanted(alert.news());
    if (wanted.isEmpty() && (alert.notice().isEmpty() || !alert.news().isEmpty())) {
      return new Verdict.Delivered("not wanted for " + (settings.down() ? "up" : "down"));
    }
    Letter letter = Letter.about(alert, wanted);
    return mailer
        .map(server -> server.send(letter, alert, settings.to()))
        .orElseGet(() -> new Verdict.TryAgain("no mail server is configured", Optional.empty()));
  }

  private List<Alert.News> wanted(List<Alert.News> news) {
    return news.stream().filter(n -> n.down() ? settings.down() : settings.up()).toList();
  }
}
