package dev.tocsin.dashboard.web;

import io.vertx.core.http.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page answers. Errors without a body get the page for errors.
 *
 * @param headers besides those that every answer has
 */
public record Answer(int status, Map<String, String> headers, List<Cookie> cookies, byte[] body) {

  private static final byte[] NOTHING = {};

  /** There is no such thing, or it is not the visitor's: both look the same. */
  public static final Answer NOT_FOUND = status(404);

  /** Known, and not allowed. */
  public static final Answer FORBIDDEN = status(403);

  /** An error page of this status. */
  public static Answer status(int status) {
    return new Answer(status, Map.of(), List.of(), NOTHING);
  }

  public static Answer html(String html) {
    return html(200, html);
  }

  public static Answer html(int status, String html) {
    return new Answer(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        List.of(),
        html.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer to a script of ours. */
  public static Answer json(String json) {
    return new Answer(
        200,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        List.of(),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** Another site takes over, for a while: one of our settings, never what a visitor sent. */
  public static Answer leave(URI to) {
    return redirect(to.toString());
  }

  /**
   * After a form: see the other page.
   *
   * @param path on this site; never what a visitor sent, see {@link ReturnPath}
   */
  public static Answer redirect(String path) {
    return new Answer(303, Map.of("Location", path), List.of(), NOTHING);
  }

  /** A file to keep, whatever it claims to be: never shown in the page's own origin. */
  public static Answer download(String name, byte[] bytes) {
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            "application/octet-stream",
            "Content-Disposition",
            "attachment; filename=\"" + name + "\""),
        List.of(),
        bytes);
  }

  public Answer header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, cookies, body);
  }

  public Answer cookie(Cookie cookie) {
    List<Cookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, headers, more, body);
  }
}
