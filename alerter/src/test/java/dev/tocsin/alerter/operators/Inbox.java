package dev.tocsin.alerter.operators;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A contact that keeps what it is told, or refuses it. */
final class Inbox implements Channel {

  final List<Alert> mail = new ArrayList<>();
  boolean refuses;

  Contact contact(String name) {
    return new Contact(name, this);
  }

  @Override
  public synchronized Verdict deliver(Alert alert) {
    if (refuses) {
      return new Verdict.TryAgain("not now", Optional.empty());
    }
    mail.add(alert);
    return new Verdict.Delivered("ok");
  }

  @Override
  public boolean groups() {
    return true;
  }

  /** The titles of what came, and forgets it. */
  synchronized List<String> take() {
    List<String> titles = mail.stream().map(one -> one.notice().orElseThrow().title()).toList();
    mail.clear();
    return titles;
  }
}
