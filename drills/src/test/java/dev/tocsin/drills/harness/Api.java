package dev.tocsin.drills.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A project of a running Tocsin, through its command line and Management API. */
public final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final URI site;
  private final JsonNode project;

  private Api(URI site, JsonNode project) {
    this.site = site;
    this.project = project;
  }

  /** Makes a project by the command line, while {@code up} runs. */
  public static Api createProject(
      URI site, Path dataDir, Map<String, String> settings, String name) {
    String out = TocsinProcess.run(dataDir, settings, "project", "create", name, "--json");
    return new Api(site, parse(out));
  }

  /** The same project, asked through another process. */
  public Api at(URI otherSite) {
    return new Api(otherSite, project);
  }

  public String apiKey() {
    return project.get("api_key").asText();
  }

  /** The key that may only read. */
  public String readKey() {
    return project.get("api_key_readonly").asText();
  }

  public UUID projectCode() {
    return UUID.fromString(project.get("project").asText());
  }

  public String pingKey() {
    return project.get("ping_key").asText();
  }

  /** Creates a check and returns its object. */
  public JsonNode createCheck(String json) {
    return call("POST", "/api/v3/checks/", json);
  }

  public JsonNode get(String path) {
    return call("GET", path, "");
  }

  /** Any call that must be answered 2xx. */
  public JsonNode call(String method, String path, String body) {
    return parse(text(method, path, body));
  }

  /** What a GET answers that is no JSON; it must be answered 2xx. */
  public String text(String path) {
    return text("GET", path, "");
  }

  private String text(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(site.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("X-Api-Key", apiKey())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(
          "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
    }
    return response.body();
  }

  /** Sends a ping and returns the status of the answer. */
  public int ping(UUID check) {
    return ping(check, "");
  }

  /** Sends a ping of another kind: what stands behind the code, like {@code /fail}. */
  public int ping(UUID check, String word) {
    return send(HttpRequest.newBuilder(site.resolve("/ping/" + check + word)).build()).statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
