package dev.tocsin.dashboard.status.desk;

import dev.tocsin.dashboard.status.memory.Served;
import dev.tocsin.dashboard.status.memory.Shelf;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request to a status page is for.
 *
 * @param page null: there is none
 * @param rest of the path, behind the page's address: empty, or with a slash before it
 */
record Place(@Nullable Served page, String rest) {

  private static final String ROOT = "/status/";

  /**
   * Where a request leads; empty: to something else than a status page. On the host name of a page
   * there is nothing but that page: no dashboard, and no other page.
   */
  static Optional<Place> of(HttpServerRequest request, Shelf shelf) {
    String path = request.path() == null ? "" : request.path();
    if (shelf.hasHosts()) {
      Served own = shelf.byHost(host(request));
      if (own != null) {
        return Optional.of(onItsHost(own, path));
      }
    }
    return path.startsWith(ROOT) ? Optional.of(below(shelf, path)) : Optional.empty();
  }

  private static Place onItsHost(Served own, String path) {
    if (path.isEmpty() || path.equals("/")) {
      return new Place(own, "");
    }
    String prefix = ROOT + own.page().slug();
    boolean below =
        path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    return below ? new Place(own, path.substring(prefix.length())) : new Place(null, path);
  }

  private static Place below(Shelf shelf, String path) {
    int slash = path.indexOf('/', ROOT.length());
    String slug = slash < 0 ? path.substring(ROOT.length()) : path.substring(ROOT.length(), slash);
    String rest = slash < 0 ? "" : path.substring(slash);
    return new Place(shelf.bySlug(slug), rest.equals("/") ? "" : rest);
  }

  /** The name by which we were called, without a port. */
  private static String host(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null) {
      return "";
    }
    int colon = host.lastIndexOf(':');
    return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}
