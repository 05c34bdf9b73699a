package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.ChannelsConfig;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.system.DatabasePing;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The API on a real server and a real Postgres, and a client for it. */
final class ApiServer implements AutoCloseable {

  static final String SITE = "https://hb.example";
  static final ObjectMapper JSON = new ObjectMapper();

  final Db db;
  private final DbConfig database;
  final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final Channels kinds =
      new Channels(new ChannelsConfig(Optional.empty(), OutboundConfig.DEFAULT, "Tocsin"));
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final DatabasePing ping;
  private final ManagementApi api;
  private final HttpServer server;

  ApiServer(Duration minPeriod) {
    this(ApiConfig.of(SITE, SITE + "/ping/", minPeriod, 8));
  }

  ApiServer(ApiConfig config) {
    this(config, TestPostgres.freshDatabase());
  }

  ApiServer(ApiConfig config, DbConfig database) {
    this.database = database;
    db = Db.open(database);
    ping = new DatabasePing(db);
    api =
        new ManagementApi(
            config, vertx, db, ping, new ProjectChannels(db, secrets, kinds), secrets, kinds);
    server = await(vertx.createHttpServer().requestHandler(api).listen(0, "127.0.0.1"));
  }

  /** Another process, with the same database. */
  ApiServer twin() {
    return new ApiServer(ApiConfig.of(SITE, SITE + "/ping/", Duration.ofMinutes(1), 8), database);
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.actualPort();
  }

  TestProject project() {
    return TestProject.in(db);
  }

  /** An answer, its body as text and, if it is JSON, as a tree. */
  record Answer(int status, String text, HttpResponse<byte[]> raw) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String error() {
      return json().path("error").asText();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path, @Nullable String key) {
    return send("GET", path, key, null);
  }

  Answer post(String path, @Nullable String key, String body) {
    return send("POST", path, key, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer delete(String path, @Nullable String key) {
    return send("DELETE", path, key, null);
  }

  /** Sends a request to {@code /api/} + path. */
  Answer send(
      String method,
      String path,
      @Nullable String key,
      byte @Nullable [] body,
      String... namesAndValues) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/" + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (key != null) {
      request.header("X-Api-Key", key);
    }
    if (namesAndValues.length > 0) {
      request.headers(namesAndValues);
    }
    try {
      HttpResponse<byte[]> raw = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(raw.statusCode(), new String(raw.body(), StandardCharsets.UTF_8), raw);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a check and returns its UUID. */
  UUID create(TestProject project, Object... membersAndValues) {
    Answer answer = post("v3/checks/", project.writeKey(), object(membersAndValues));
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return UUID.fromString(answer.json().path("uuid").asText());
  }

  /** A JSON object of names and values, in turn. */
  static String object(Object... membersAndValues) {
    Map<String, Object> object = new java.util.LinkedHashMap<>();
    for (int i = 0; i < membersAndValues.length; i += 2) {
      object.put((String) membersAndValues[i], membersAndValues[i + 1]);
    }
    try {
      return JSON.writeValueAsString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(Arrays.toString(membersAndValues), e);
    }
  }

  @Override
  public void close() {
    await(server.close());
    api.close();
    ping.close();
    kinds.close();
    await(vertx.close());
    db.close();
  }
}
