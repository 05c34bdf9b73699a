package dev.tocsin.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cookies, forms with their hidden fields, and no scripts. */
public final class TestBrowser {

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Pattern CSRF_HEADER =
      Pattern.compile("X-CSRF-Token&#34;:&#34;([^&]+)|X-CSRF-Token\":\"([^\"]+)");

  private final String site;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  public TestBrowser(String site) {
    this.site = site;
  }

  public void cookie(String name, String value) {
    HttpCookie cookie = new HttpCookie(name, value);
    cookie.setPath("/");
    cookie.setDomain("127.0.0.1"); // else the cookie that replaces it counts as another
    cookie.setVersion(0);
    cookies.getCookieStore().add(URI.create(site), cookie);
  }

  /** The value of a cookie, or the empty text. */
  public String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  /** Posts a form with the token of the page on which it stands. */
  public HttpResponse<String> submit(String page, String action, String... fields) {
    List<String> all = new ArrayList<>(List.of("csrf", csrf(get(page).body())));
    all.addAll(List.of(fields));
    return post(action, all.toArray(String[]::new));
  }

  /** The token on a page. */
  public static String csrf(String html) {
    Matcher field = CSRF.matcher(html);
    if (field.find()) {
      return field.group(1);
    }
    Matcher header = CSRF_HEADER.matcher(html);
    if (!header.find()) {
      throw new AssertionError("no token on this page:\n" + html);
    }
    return header.group(1) != null ? header.group(1) : header.group(2);
  }

  public HttpResponse<String> post(String path, String... fields) {
    return postWith(path, new String[0], fields);
  }

  /** Posts with further headers: names and values by turns. */
  public HttpResponse<String> postWith(String path, String[] headers, String... fields) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
            .build());
  }

  /** The lines of a stream, as they come. */
  public Stream<String> stream(String path) {
    try {
      return http.send(request(path).GET().build(), BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file. */
  public byte[] bytes(String path) {
    try {
      return http.send(request(path).GET().build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status of an answer whose body may never end. */
  public int status(String path) {
    try {
      HttpResponse<InputStream> answer =
          http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(site + path)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
