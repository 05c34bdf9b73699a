package dev.tocsin.ping;

import dev.tocsin.ping.http.Answers;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.smtp.Intake;

/** Where the pings of mails go: within the same bounds as those of requests. */
record IntoAnswers(Answers answers) implements Intake {
  @Override
  public int count(Target target) {
    return answers.count(target);
  }

  @Override
  public Append keep(HeardPing ping, String peer, Receipt receipt) {
    return answers.keep(ping, peer, receipt);
  }
}
