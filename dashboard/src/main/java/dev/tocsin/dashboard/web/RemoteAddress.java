package dev.tocsin.dashboard.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Whose request it is, as far as the network tells. */
public final class RemoteAddress {

  private RemoteAddress() {}

  /**
   * The address of the browser, or of what is in front of it.
   *
   * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
   */
  public static String of(HttpServerRequest request, boolean behindProxy) {
    String peer = request.remoteAddress().hostAddress();
    List<String> lines = behindProxy ? request.headers().getAll("X-Forwarded-For") : List.of();
    if (lines.isEmpty()) {
      return peer;
    }
    // The last address of the last line is the proxy's word; all before it is the client's.
    String last = lines.get(lines.size() - 1);
    String said = last.substring(last.lastIndexOf(',') + 1).strip();
    return NetUtil.isValidIpV4Address(said) || NetUtil.isValidIpV6Address(said) ? said : peer;
  }
}
