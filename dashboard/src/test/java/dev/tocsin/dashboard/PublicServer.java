package dev.tocsin.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.store.DbConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** A dashboard as it looks to somebody who is not signed in, and rows to look at. */
public final class PublicServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  public final TestDashboard dashboard;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public PublicServer(DbConfig config) {
    this.dashboard = new TestDashboard(config);
  }

  public TestProject project() {
    return TestProject.in(dashboard.db);
  }

  /** Sends a request; headers are names and values in turn. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(dashboard.url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Posts a form as it is sent. */
  public HttpResponse<String> post(String path, String form) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(dashboard.url() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an absolute URL of this installation answers. */
  public HttpResponse<String> follow(String url) {
    return get(url.substring("http://127.0.0.1:0".length()));
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(answer.body(), e);
    }
  }

  /** The badges of a project, as the API lists them. */
  public JsonNode badges(TestProject project) {
    return json(get("/api/v3/badges/", "X-Api-Key", project.readKey())).path("badges");
  }

  /**
   * Makes a check.
   *
   * @param state columns of its state, as SQL sets them; empty: new
   */
  public UUID check(TestProject project, String name, String tags, String state) {
    UUID code =
        dashboard
            .db
            .first(
                "making a check",
                """
                INSERT INTO checks (project_id, name, tags, timeout, grace)
                VALUES (?, ?, ?, interval '1 hour', interval '10 min') RETURNING code
                """,
                row -> row.uuid("code"),
                project.id(),
                name,
                tags)
            .orElseThrow();
    dashboard.db.update(
        "making a state", "INSERT INTO check_state (check_id) VALUES (?)", project.checkId(code));
    if (!state.isEmpty()) {
      project.state(code, state);
    }
    return code;
  }

  /** The code in the URL of a check's badge. */
  public UUID badgeCode(UUID check) {
    return dashboard
        .db
        .first(
            "reading a badge code",
            "SELECT badge_code FROM checks WHERE code = ?",
            row -> row.uuid("badge_code"),
            check)
        .orElseThrow();
  }

  @Override
  public void close() {
    dashboard.close();
  }
}
