package dev.tocsin.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/** A server by HTTP. */
public final class HttpApi implements Api {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A server may need this long for thousands of checks. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ten thousand checks of a kilobyte each are 10 MB. */
  private static final int MOST_BYTES = 64 << 20;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final String root;
  private final String key;

  /**
   * A server.
   *
   * @param url its root, with or without a slash or {@code /api/v3/} at the end
   */
  public HttpApi(String url, String key) throws CannotStartException {
    this.root = url.strip().replaceFirst("(/api(/v[0-9]+)?)?/*$", "");
    this.key = key;
    String scheme = root.replaceFirst("://.*", "").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || !isUri(root)) {
      throw new CannotStartException(
          Exit.USAGE, "--url must be like https://tocsin.example.org, and not " + url);
    }
  }

  private static boolean isUri(String text) {
    try {
      return URI.create(text).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The server's root, without a slash at the end. */
  public String root() {
    return root;
  }

  @Override
  public Answer get(String path) throws CannotStartException {
    return send(request(path).GET().build());
  }

  @Override
  public Answer post(String path, JsonNode body) throws CannotStartException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path) throws CannotStartException {
    try {
      return HttpRequest.newBuilder(URI.create(root + "/api/" + path))
          .timeout(PATIENCE)
          .header("X-Api-Key", key);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(Exit.KEY, "the API key has characters that no key has");
    }
  }

  private Answer send(HttpRequest request) throws CannotStartException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 == 3) {
          throw new CannotStartException(
              Exit.DATABASE,
              "%s sends us to %s: use that as --url"
                  .formatted(root, response.headers().firstValue("Location").orElse("elsewhere")));
        }
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new CannotStartException(Exit.DATABASE, root + " answers without end");
        }
        return Answer.of(response.statusCode(), bytes);
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new CannotStartException(
          Exit.DATABASE, "%s is not to be reached: %s".formatted(root, why), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException(Exit.FAILED, "interrupted", e);
    }
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return root;
  }
}
