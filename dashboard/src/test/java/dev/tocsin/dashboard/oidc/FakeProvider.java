package dev.tocsin.dashboard.oidc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of OpenID Connect that keeps the rules, until a test tells it to break one. */
public final class FakeProvider implements AutoCloseable {

  public static final String CLIENT = "tocsin";
  public static final String SECRET = "s3cret & more";

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private volatile ECKey published = key("first");

  /** What it signs with. */
  public volatile ECKey signing = published;

  /** Claims that go into the next token; a null takes one out. */
  public final Map<String, Object> claims = new LinkedHashMap<>();

  /** What the user info says besides the subject. */
  public final Map<String, Object> userInfo = new LinkedHashMap<>();

  /** How long ago the next token was made. */
  public volatile Duration age = Duration.ZERO;

  /** Puts this in the place of the next token. */
  public volatile String forged = "";

  /** How often each path was asked for. */
  public final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  public FakeProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public static ECKey key(String name) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(name).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes and signs with another key from now on. */
  public void rotate(String name) {
    published = key(name);
    signing = published;
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * What happens when a person says yes: the path and query of ours to which they are sent.
   *
   * @param question where the browser was sent
   */
  public String consent(URI question) {
    Map<String, String> asked = form(question.getRawQuery());
    String code = "code-" + codes.size();
    codes.put(code, asked);
    return URI.create(String.valueOf(asked.get("redirect_uri"))).getPath()
        + "?code=%s&state=%s&iss=%s".formatted(code, asked.get("state"), issuer());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.equals("/auth")) {
      ask(exchange);
      return;
    }
    Object answer =
        switch (path) {
          case "/.well-known/openid-configuration" -> description();
          case "/jwks" -> Map.of("keys", List.of(published.toPublicJWK().toJSONObject()));
          case "/token" -> token(exchange, form(body));
          case "/me" -> userInfo(exchange);
          default -> Map.of("error", "nothing here");
        };
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.toString().contains("error=") ? 400 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The page on which a person in a real browser says yes. */
  private void ask(HttpExchange exchange) throws IOException {
    Map<String, String> question = form(exchange.getRequestURI().getRawQuery());
    URI back = URI.create(String.valueOf(question.get("redirect_uri")));
    String link = back.resolve(consent(exchange.getRequestURI())).toString().replace("&", "&amp;");
    byte[] page =
        "<!DOCTYPE html><title>SSO</title><link rel=icon href=data:,><a href=\"%s\">Yes, that is me</a>"
            .formatted(link)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  private Map<String, Object> description() {
    return Map.of(
        "issuer",
        issuer().toString(),
        "authorization_endpoint",
        issuer() + "/auth",
        "token_endpoint",
        issuer() + "/token",
        "userinfo_endpoint",
        issuer() + "/me",
        "jwks_uri",
        issuer() + "/jwks",
        "response_types_supported",
        List.of("code"),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("ES256", "none"));
  }

  private Object token(HttpExchange exchange, Map<String, String> sent) {
    Map<String, String> found = codes.remove(String.valueOf(sent.get("code")));
    Map<String, String> question = found == null ? Map.of() : found;
    String basic = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean ok =
        found != null
            && basic.equals("Basic " + base64("tocsin:s3cret+%26+more"))
            && String.valueOf(question.get("redirect_uri")).equals(sent.get("redirect_uri"))
            && String.valueOf(question.get("code_challenge"))
                .equals(s256(String.valueOf(sent.get("code_verifier"))));
    return ok
        ? Map.of(
            "access_token",
            "at",
            "token_type",
            "Bearer",
            "id_token",
            forged.isEmpty() ? idToken(String.valueOf(question.get("nonce"))) : forged)
        : Map.of("error", "invalid_grant");
  }

  private String idToken(String nonce) {
    Instant made = Instant.now().minus(age);
    Map<String, Object> all = new HashMap<>();
    all.put("iss", issuer().toString());
    all.put("aud", CLIENT);
    all.put("sub", "person-1");
    all.put("nonce", nonce);
    all.put("iat", Date.from(made));
    all.put("exp", Date.from(made.plusSeconds(300)));
    all.putAll(claims);
    JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
    all.forEach(set::claim);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signing.getKeyID()).build(),
            set.build());
    try {
      token.sign(new ECDSASigner(signing));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private Object userInfo(HttpExchange exchange) {
    Map<String, Object> said = new LinkedHashMap<>(Map.of("sub", "person-1"));
    said.putAll(userInfo);
    return "Bearer at".equals(exchange.getRequestHeaders().getFirst("Authorization"))
        ? said
        : Map.of("error", "invalid_token");
  }

  private static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String s256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
