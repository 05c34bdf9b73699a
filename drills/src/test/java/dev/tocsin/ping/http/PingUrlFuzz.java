package dev.tocsin.ping.http;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tocsin.ping.journal.Target;

/** Paths, queries and forwarded addresses, as a stranger may send them. */
public final class PingUrlFuzz {

  private PingUrlFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    boolean root = data.consumeBoolean();
    String peer = data.consumeBoolean() ? "127.0.0.1" : null;
    String query = data.consumeString(200);
    String forwarded = data.consumeString(100);
    String path = (data.consumeBoolean() ? "/ping/" : "/") + data.consumeRemainingAsString();
    PingPath.Tree tree = root ? PingPath.Tree.AT_ROOT : PingPath.Tree.BELOW_PING;
    if (PingPath.parse(path, tree) instanceof PingPath.Route route) {
      routed(route);
    }
    PingQuery asked = PingQuery.parse(query);
    if (asked.run() != null && asked.malformedRun()) {
      throw new IllegalStateException("a run id is either read or malformed: " + query);
    }
    String address = PeerAddress.of(forwarded, peer);
    if (address != null && !address.equals(PeerAddress.canonical(address))) {
      throw new IllegalStateException("recorded in a form that is not the one: " + address);
    }
  }

  private static void routed(PingPath.Route route) {
    int status = route.exitStatus();
    if (status < PingPath.Route.NO_STATUS || status > PingPath.Route.STATUS_TOO_BIG) {
      throw new IllegalStateException("exit status " + status);
    }
    if (route.target() instanceof Target.BySlug it
        && (it.slug().isEmpty()
            || it.slug().length() > Target.MAX_NAME_BYTES
            || !it.slug().matches("[-a-z0-9_]+")
            || !it.pingKey().matches("[-a-zA-Z0-9_]+"))) {
      throw new IllegalStateException("no slug: " + it);
    }
  }
}
