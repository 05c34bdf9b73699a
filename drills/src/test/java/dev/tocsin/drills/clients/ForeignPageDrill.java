package dev.tocsin.drills.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of another origin, in a real Chromium, that uses the API from its script: the browser asks
 * for leave first (a preflight) and keeps from the script what the answer does not allow.
 */
class ForeignPageDrill {

  private static final Map<String, String> SETTINGS = Map.of();

  /** What the page's script can do; each function gives back what it may read of the answer. */
  private static final String PAGE =
      """
      <!doctype html><title>elsewhere</title><script>
      async function call(url, options) {
        const answer = await fetch(url, options);
        const text = await answer.text();
        return [String(answer.status), text, answer.headers.get('ETag') || '-'];
      }
      </script>
      """;

  @TempDir Path dir;

  @Test
  void a_page_of_another_origin_reads_and_writes() throws IOException {
    Path data = dir.resolve("data");
    HttpServer elsewhere = elsewhere();
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), SETTINGS).awaitReady(Duration.ofSeconds(90));
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      Api api = Api.createProject(tocsin.site(), data, SETTINGS, "page");
      Page page = browser.newPage();
      page.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
      String root = tocsin.site() + "/api/v3/";
      String key = api.apiKey();

      assertThat(
              post(
                      page,
                      root + "checks/",
                      "{\"name\": \"by key in the body\", \"api_key\": \"" + key + "\"}")
                  .get(0))
          .isEqualTo("201");
      List<String> made = call(page, root + "checks/", "POST", key, "{\"name\": \"by header\"}");
      assertThat(made.get(0)).isEqualTo("201");
      List<String> list = call(page, root + "checks/", "GET", key, null);
      assertThat(list.get(0)).isEqualTo("200");
      assertThat(list.get(1)).contains("by header", "by key in the body");
      assertThat(list.get(2)).as("the tag of what it has").startsWith("\"");
      assertThat(call(page, root + "checks/", "POST", key, "{\"grace\": 1}").get(1))
          .contains("grace is too small");
      assertThat(call(page, root + "checks/", "GET", "x".repeat(32), null).get(1))
          .contains("wrong api key");
      String uuid = api.get("/api/v3/checks/").get("checks").get(0).get("uuid").asText();
      assertThat(call(page, root + "checks/" + uuid, "DELETE", key, null).get(0)).isEqualTo("200");
      String badge = api.get("/api/v3/badges/").at("/badges/*/json").asText();
      assertThat(call(page, badge, "GET", null, null).get(1)).contains("\"status\"");
      assertThat(call(page, root + "openapi.json", "GET", null, null).get(0)).isEqualTo("200");
      assertThat(
              call(
                      page,
                      tocsin.site() + "/ping/" + api.createCheck("{}").get("uuid").asText(),
                      "GET",
                      null,
                      null)
                  .get(1))
          .isEqualTo("OK");
    } finally {
      elsewhere.stop(0);
    }
  }

  private static List<String> post(Page page, String url, String body) {
    return call(page, url, "POST", null, body);
  }

  @SuppressWarnings("unchecked") // what the script gives back is a list of texts
  private static List<String> call(
      Page page, String url, String method, @Nullable String key, @Nullable String body) {
    Map<String, String> headers = key == null ? Map.of() : Map.of("X-Api-Key", key);
    Map<String, Object> options = new HashMap<>(Map.of("method", method, "headers", headers));
    if (body != null) {
      options.put("body", body);
    }
    return (List<String>)
        page.evaluate("([url, options]) => call(url, options)", List.of(url, options));
  }

  private static HttpServer elsewhere() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return server;
  }
}
