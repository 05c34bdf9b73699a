package dev.tocsin.dashboard.status.desk;

import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.memory.Document;
import dev.tocsin.dashboard.status.memory.Served;
import dev.tocsin.dashboard.status.memory.Shelf;
import dev.tocsin.dashboard.status.memory.Snapshot;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.web.RemoteAddress;
import dev.tocsin.dashboard.web.Workers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands pages from the shelf to whoever asks, on the event loop: no database, no worker, no work in
 * proportion to the page. Only a password, and those who want to be told, are worth a worker.
 */
public final class StatusDesk {

  private static final Logger log = LoggerFactory.getLogger(StatusDesk.class);

  private final Shelf shelf;
  private final Press press;
  private final Workers workers;
  private final Visits visits;
  private final Sending sending;
  private final Optional<Counter> counter;
  private final boolean behindProxy;

  /** What visitors may ask for besides the page: it needs a database. */
  public interface Counter {

    /** Answers a form or a link; on a worker. Empty: there is no such thing. */
    Optional<Reply> answer(Asked asked);
  }

  /**
   * A form or a link below a page.
   *
   * @param rest of the path, with a slash before it
   * @param address of who asks
   */
  public record Asked(
      Snapshot page, boolean post, String rest, Map<String, String> form, String address) {}

  /**
   * What is answered: a sentence, and at most one thing to do.
   *
   * @param button what it says; empty: there is nothing to do
   */
  public record Reply(int status, String words, String button, String action) {

    /** A sentence. */
    public static Reply of(int status, String words) {
      return new Reply(status, words, "", "");
    }
  }

  /**
   * @param counter empty: nothing is to be had but the pages
   * @param https whether browsers reach us by it
   * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
   */
  public StatusDesk(
      Shelf shelf,
      Press press,
      Workers workers,
      Addresses addresses,
      Optional<Counter> counter,
      boolean https,
      boolean behindProxy) {
    this.shelf = shelf;
    this.press = press;
    this.workers = workers;
    this.visits = new Visits(addresses, https);
    this.sending = new Sending(https);
    this.counter = counter;
    this.behindProxy = behindProxy;
  }

  /** Answers a request if it is for a status page; false: it is not, and nothing was done. */
  public boolean takes(HttpServerRequest request) {
    Optional<Place> place = Place.of(request, shelf);
    place.ifPresent(at -> answer(request, at));
    return place.isPresent();
  }

  private void answer(HttpServerRequest request, Place at) {
    Served page = at.page();
    if (page == null) {
      say(request, Optional.empty(), Reply.of(404, "There is no such page."));
    } else if (request.method().equals(HttpMethod.POST)) {
      post(request, page, at.rest());
    } else if (request.method().equals(HttpMethod.GET)
        || request.method().equals(HttpMethod.HEAD)) {
      get(request, page, at.rest());
    } else {
      request.response().putHeader("Allow", "GET, HEAD, POST");
      say(request, Optional.of(page), Reply.of(405, "This cannot be done here."));
    }
  }

  private void get(HttpServerRequest request, Served page, String rest) {
    boolean mayLook = visits.mayLook(request, page.page());
    Optional<Document> document = document(page, rest);
    if (document.isPresent() && mayLook) {
      sending.document(request, document.get());
    } else if (document.isPresent()) {
      sending.once(request, 403, page.locked().plain().bytes());
    } else {
      ask(request, page, rest, false, Map.of());
    }
  }

  private static Optional<Document> document(Served page, String rest) {
    return switch (rest) {
      case "" -> Optional.of(page.html());
      case "/status.json" -> Optional.of(page.json());
      case "/feed.atom" -> Optional.of(page.atom());
      case "/feed.rss" -> Optional.of(page.rss());
      case "/logo" -> page.logo();
      default -> Optional.empty();
    };
  }

  private void post(HttpServerRequest request, Served page, String rest) {
    SmallForm.read(request)
        .onSuccess(
            form -> {
              if (rest.equals("/unlock") && page.page().locked()) {
                unlock(request, page, form.getOrDefault("password", ""));
              } else if (visits.mayLook(request, page.page()) || !rest.equals("/subscribe")) {
                ask(request, page, rest, true, form);
              } else {
                sending.once(request, 403, page.locked().plain().bytes());
              }
            })
        .onFailure(
            why -> say(request, Optional.of(page), Reply.of(400, "This form cannot be read.")));
  }

  private void unlock(HttpServerRequest request, Served page, String password) {
    String address = RemoteAddress.of(request, behindProxy);
    if (!visits.mayTry(address, page.page(), Instant.now())) {
      request.response().putHeader("Retry-After", "20");
      locked(request, 429, page, "Too many wrong passwords. Wait a moment.");
      return;
    }
    workers
        .run(() -> visits.isPassword(password, address, page.page()))
        .onSuccess(
            right -> {
              if (right) {
                request.response().addCookie(visits.cookie(page.page()));
                sending.redirect(request, page.page().path());
              } else {
                locked(request, 403, page, "This is not the password.");
              }
            })
        .onFailure(why -> fail(request, page, why));
  }

  private void locked(HttpServerRequest request, int status, Served page, String error) {
    String html = press.locked(page.page().name(), page.page().path(), error);
    sending.once(request, status, Buffer.buffer(html));
  }

  private void ask(
      HttpServerRequest request, Served page, String rest, boolean post, Map<String, String> form) {
    if (counter.isEmpty()) {
      boolean known = rest.startsWith("/subscribe") || rest.startsWith("/confirm/");
      say(
          request,
          Optional.of(page),
          known
              ? Reply.of(503, "We cannot reach our database. Try again in a while.")
              : Reply.of(404, "There is no such page."));
      return;
    }
    Asked asked = new Asked(page.page(), post, rest, form, RemoteAddress.of(request, behindProxy));
    workers
        .run(() -> counter.get().answer(asked))
        .onSuccess(
            reply ->
                say(
                    request,
                    Optional.of(page),
                    reply.orElseGet(() -> Reply.of(404, "There is no such page."))))
        .onFailure(why -> fail(request, page, why));
  }

  private void fail(HttpServerRequest request, Served page, Throwable why) {
    log.warn("a visitor of a status page got no answer: {}", String.valueOf(why.getMessage()));
    request.response().putHeader("Retry-After", "5");
    say(request, Optional.of(page), Reply.of(503, "This does not work now. Try again in a while."));
  }

  private void say(HttpServerRequest request, Optional<Served> page, Reply reply) {
    if (!request.response().closed()) {
      String html =
          press.answer(
              page.map(of -> of.page().name()).orElse("Status"),
              page.map(of -> of.page().path()).orElse(""),
              reply.words(),
              reply.button(),
              reply.action());
      sending.once(request, reply.status(), Buffer.buffer(html));
    }
  }
}
