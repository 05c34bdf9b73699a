package dev.tocsin.dashboard.status.hosts;

import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a name server for text records. Blocking; not for event loops. */
public final class Dns {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A name server that never tells is given up a little later than the client does by itself. */
  private static final Duration AT_LAST = PATIENCE.plusSeconds(1);

  private final Vertx vertx;
  private final Optional<InetSocketAddress> server;

  /**
   * @param server empty: the first one of the system
   */
  public Dns(Vertx vertx, Optional<InetSocketAddress> server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** What a name server said. */
  sealed interface Answer {
    /** These records; none if the name has none. */
    record Records(List<String> texts) implements Answer {
      public Records {
        texts = List.copyOf(texts);
      }
    }

    /** Nothing, or that it cannot tell: that says nothing about the name. */
    record None() implements Answer {}
  }

  /** The text records of a name. */
  Answer texts(String name) {
    DnsClientOptions options =
        new DnsClientOptions().setQueryTimeout(PATIENCE.toMillis()).setRecursionDesired(true);
    server.ifPresent(
        address -> options.setHost(address.getHostString()).setPort(address.getPort()));
    DnsClient client;
    try {
      client = vertx.createDnsClient(options);
    } catch (RuntimeException e) {
      return new Answer.None(); // the system names no server
    }
    try {
      List<String> texts =
          client
              .resolveTXT(name)
              .toCompletionStage()
              .toCompletableFuture()
              .get(AT_LAST.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer.Records(texts);
    } catch (ExecutionException e) {
      boolean unknown =
          e.getCause() instanceof DnsException why && why.code() == DnsResponseCode.NXDOMAIN;
      return unknown ? new Answer.Records(List.of()) : new Answer.None();
    } catch (TimeoutException e) {
      return new Answer.None();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.None();
    } finally {
      var unused = client.close();
    }
  }
}
