package dev.tocsin.dashboard.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word of a proxy that signs people in: a header with their e-mail address. It counts from the
 * proxies that the operator lists, by the address of the connection itself, and from nobody else:
 * anybody can write a header.
 */
public final class TrustedHeader {

  private static final Logger LOG = LoggerFactory.getLogger(TrustedHeader.class);

  /** Nobody is believed. */
  public static final TrustedHeader NONE = new TrustedHeader("", address -> false);

  private final String name;
  private final Predicate<String> proxies;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param name of the header; empty: there is none
   * @param proxies the addresses whose word counts
   */
  public TrustedHeader(String name, Predicate<String> proxies) {
    if (!name.matches("[A-Za-z0-9-]{0,100}")) {
      throw new IllegalArgumentException("not the name of a header: " + name);
    }
    this.name = name;
    this.proxies = proxies;
  }

  /** Whose address a trusted proxy vouches for, in the form in which accounts have it. */
  Optional<String> vouchesFor(HttpServerRequest request) {
    List<String> values = name.isEmpty() ? List.of() : request.headers().getAll(name);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String peer = request.remoteAddress().hostAddress();
    if (!proxies.test(peer)) {
      ignore("from %s, which is not in auth.trusted-proxies".formatted(peer));
      return Optional.empty();
    }
    if (values.size() > 1) {
      // The proxy added its own and let the client's through: which is which, nobody can say.
      ignore(
          "%d times in one request: the proxy must take out what clients send"
              .formatted(values.size()));
      return Optional.empty();
    }
    return Optional.of(values.get(0).strip().toLowerCase(Locale.ROOT)).filter(v -> !v.isEmpty());
  }

  private void ignore(String why) {
    if (told.compareAndSet(false, true)) {
      LOG.warn("header {} came {}. It is ignored, now and from here on without a word", name, why);
    }
  }
}
