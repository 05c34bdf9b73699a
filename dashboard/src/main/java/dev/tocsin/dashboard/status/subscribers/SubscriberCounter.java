package dev.tocsin.dashboard.status.subscribers;

import dev.tocsin.channels.WebAddress;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Buckets;
import dev.tocsin.dashboard.people.Callers;
import dev.tocsin.dashboard.status.desk.StatusDesk.Asked;
import dev.tocsin.dashboard.status.desk.StatusDesk.Counter;
import dev.tocsin.dashboard.status.desk.StatusDesk.Reply;
import dev.tocsin.dashboard.status.memory.Snapshot;
import dev.tocsin.store.SubscriberLinks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes wishes to be told, and not to be told any more. Whoever asks learns nothing of who is told
 * already: the answer is the same for every address. To open a link changes nothing, since mail
 * programs open links to look at them; a press on its page does.
 */
public final class SubscriberCounter implements Counter {

  /** Wishes in a row from one address of the network; then one for each minute. */
  private static final int PER_CALLER = 10;

  private static final Duration CALLER_REFILL = Duration.ofMinutes(1);

  /**
   * Letters, or challenges, in a row to one address, whoever asks: nobody is flooded through us.
   */
  private static final int PER_TARGET = 3;

  private static final Duration TARGET_REFILL = Duration.ofMinutes(20);

  private static final int LONGEST_URL = 1_000;

  private static final String CONFIRM = "/confirm/";
  private static final String LEAVE = "/leave/";

  private final Subscribers subscribers;
  private final SubscriberLinks links;
  private final boolean letters;
  private final Buckets callers = new Buckets(PER_CALLER, CALLER_REFILL);
  private final Buckets targets = new Buckets(PER_TARGET, TARGET_REFILL);

  /**
   * @param letters whether this installation can send mail
   */
  public SubscriberCounter(Subscribers subscribers, SubscriberLinks links, boolean letters) {
    this.subscribers = subscribers;
    this.links = links;
    this.letters = letters;
  }

  @Override
  public Optional<Reply> answer(Asked asked) {
    if (asked.rest().equals("/subscribe") && asked.post()) {
      return asked.page().subscribable() ? Optional.of(subscribe(asked)) : Optional.empty();
    }
    if (asked.rest().startsWith(CONFIRM)) {
      return links
          .confirmed(asked.rest().substring(CONFIRM.length()))
          .map(subscriber -> confirm(asked, subscriber));
    }
    if (asked.rest().startsWith(LEAVE)) {
      return links
          .leaving(asked.rest().substring(LEAVE.length()))
          .map(subscriber -> leave(asked, subscriber));
    }
    return Optional.empty();
  }

  private Reply subscribe(Asked asked) {
    if (!callers.take(Callers.of(asked.address()), Instant.now())) {
      return Reply.of(429, "Too many wishes at once. Try again in a minute.");
    }
    String email = asked.form().getOrDefault("email", "").strip();
    String url = asked.form().getOrDefault("url", "").strip();
    return email.isEmpty() ? byCall(asked.page(), url) : byMail(asked.page(), email);
  }

  private Reply byMail(Snapshot page, String email) {
    if (!letters || email.length() > 254 || !Postbox.takes(email)) {
      return Reply.of(422, "This is not an e-mail address that we can write to.");
    }
    if (targets.take(page.slug() + " " + Accounts.normal(email), Instant.now())) {
      subscribers.askByMail(page, email);
    }
    return Reply.of(
        200, "Look into your mailbox: a letter with a link asks whether you want this.");
  }

  private Reply byCall(Snapshot page, String url) {
    String address;
    try {
      address = WebAddress.parse(url).toString();
    } catch (IllegalArgumentException e) {
      return Reply.of(422, "The address %s.".formatted(e.getMessage()));
    }
    if (address.length() > LONGEST_URL) {
      return Reply.of(422, "The address is too long.");
    }
    if (targets.take(page.slug() + " " + address, Instant.now())) {
      subscribers.askByCall(page, address);
    }
    return Reply.of(
        200, "The address is called in a moment, and subscribed if it answers with the challenge.");
  }

  private Reply confirm(Asked asked, UUID subscriber) {
    if (!asked.post()) {
      return new Reply(
          200,
          "Do you want to be told what is announced on %s?".formatted(asked.page().name()),
          "Yes, tell me",
          asked.page().path() + asked.rest());
    }
    return subscribers.confirm(subscriber)
        ? Reply.of(200, "You will be told. Each letter has a link that ends it.")
        : Reply.of(404, "This link is too old. Subscribe again.");
  }

  private Reply leave(Asked asked, UUID subscriber) {
    if (!asked.post()) {
      return new Reply(
          200,
          "Do you want no more news of %s?".formatted(asked.page().name()),
          "No more news",
          asked.page().path() + asked.rest());
    }
    subscribers.end(subscriber);
    return Reply.of(200, "You are not told any more.");
  }
}
