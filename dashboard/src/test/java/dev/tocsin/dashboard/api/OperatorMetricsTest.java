package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@code metrics/} and {@code status/} tell operators. */
class OperatorMetricsTest {

  private static ApiServer server(Optional<String> key) {
    return new ApiServer(
        ApiConfig.of(ApiServer.SITE, ApiServer.SITE + "/ping/", Duration.ofMinutes(1), 4)
            .withMetricsKey(key));
  }

  private static HttpResponse<String> ask(ApiServer api, String path, String key) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/" + path))
                .header("X-Metrics-Key", key)
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void they_show_how_far_pings_deliveries_and_flips_have_come() throws Exception {
    try (ApiServer api = server(Optional.of("s3cret"))) {
      String nothing = ask(api, "v3/metrics/", "s3cret").body();
      assertThat(nothing)
          .matches(
              "\\{\"ts\":\\d+,\"max_ping_id\":null,\"max_notification_id\":null,"
                  + "\"num_unprocessed_flips\":0\\}");
      TestProject project = api.project();
      UUID code = api.create(project, "name", "a");
      project.state(code, "n_pings = 12");
      api.db.update(
          "",
          """
          INSERT INTO flips (check_id, at, old_status, new_status, reason)
          VALUES (?, now(), 'up', 'down', 'fail')
          """,
          project.checkId(code));
      var json = ApiServer.JSON.readTree(ask(api, "v1/metrics/", "s3cret").body());
      assertThat(json.path("max_ping_id").asLong()).isEqualTo(12);
      assertThat(json.path("num_unprocessed_flips").asLong()).isEqualTo(1);
      assertThat(json.path("ts").asLong())
          .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
    }
  }

  @Test
  void without_the_key_they_show_nothing() throws Exception {
    try (ApiServer api = server(Optional.of("s3cret"))) {
      assertThat(ask(api, "v3/metrics/", "s3cre").statusCode()).isEqualTo(403);
      assertThat(api.get("v3/metrics/", null).status()).isEqualTo(403);
      assertThat(api.post("v3/metrics/", null, "").status()).isEqualTo(405);
      assertThat(api.get("v3/metrics/", null).header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(api.get("v3/status/", null).header("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
