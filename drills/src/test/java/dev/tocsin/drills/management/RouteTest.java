package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths there are, and with which methods; what browsers are told. */
class RouteTest {

  private static final String NOBODY = "00000000-1111-2222-3333-444444444444";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";

  /** Every path of the protocol that browsers may use, with its methods. */
  private static final List<String[]> ROUTES =
      List.of(
          new String[] {"checks/", "GET", "POST"},
          new String[] {"checks/" + NOBODY, "GET", "POST", "DELETE"},
          new String[] {"checks/" + KEY, "GET"},
          new String[] {"checks/" + NOBODY + "/pause", "POST"},
          new String[] {"checks/" + NOBODY + "/resume", "POST"},
          new String[] {"checks/" + NOBODY + "/pings/", "GET"},
          new String[] {"checks/" + NOBODY + "/pings/1/body", "GET"},
          new String[] {"checks/" + NOBODY + "/flips/", "GET"},
          new String[] {"checks/" + KEY + "/flips/", "GET"},
          new String[] {"badges/", "GET"});

  private final Caller nobody = Installation.main().write().key(null);

  static Stream<Arguments> routes() {
    return ROUTES.stream().map(route -> Arguments.of((Object) route));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void options_is_answered_without_a_key_and_without_looking_anything_up(String[] route) {
    for (int version = 1; version <= 3; version++) {
      Reply reply = nobody.version(version).ask("OPTIONS", route[0]).is(204);
      assertCors(reply, route);
      assertThat(reply.body()).isEmpty();
    }
  }

  /** Later methods may be added to a route; those of the protocol are there. */
  private static void assertCors(Reply reply, String[] route) {
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(List.of(reply.header("access-control-allow-headers").split(", *", -1)))
        .contains("X-Api-Key");
    assertThat(reply.header("access-control-max-age")).isEqualTo("600");
    List<String> methods = List.of(reply.header("access-control-allow-methods").split(", *", -1));
    assertThat(methods)
        .contains("OPTIONS")
        .contains(List.of(route).subList(1, route.length).toArray(String[]::new));
    assertThat(Set.of("GET", "POST", "DELETE", "OPTIONS")).containsAll(methods);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void a_method_that_a_route_does_not_have_is_405_before_any_key(String[] route) {
    List<String> has = List.of(route);
    for (String method :
        List.of("HEAD", "PUT", "PATCH", "TRACE", "DELETE", "POST", "GET", "BREW")) {
      if (!has.contains(method)) {
        Reply reply = nobody.version(1).ask(method, route[0]).is(405);
        assertCors(reply, route);
        assertThat(reply.body()).as(method).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void answers_of_every_status_carry_the_headers_for_browsers(String[] route) {
    assertCors(nobody.ask(route[1], route[0]).is(401), route);
    assertCors(
        Installation.main().read().key("x".repeat(32)).ask(route[1], route[0]).is(401), route);
  }

  @Test
  void successes_and_refusals_carry_the_headers_for_browsers() {
    Check check = Installation.main().check();
    Caller key = Installation.main().write();
    String[] collection = {"checks/", "GET", "POST"};
    assertCors(key.get("checks/").is(200), collection);
    assertCors(key.post("checks/", "{}").is(201), collection);
    assertCors(key.post("checks/", "{").is(400), collection);
    String[] single = {check.path(), "GET", "POST", "DELETE"};
    assertCors(Installation.get().project("other").write().get(check.path()).is(403), single);
    assertCors(key.post(check.path() + "/resume", "").is(409), new String[] {"", "POST"});
    assertCors(key.get("checks/" + KEY).is(404), new String[] {"", "GET"});
  }

  @ParameterizedTest
  @CsvSource({
    "checks, checks/",
    "channels, channels/",
    "badges, badges/",
    "status, status/",
    "checks?tag=a&slug=b%20c, checks/?tag=a&slug=b%20c",
    "checks/00000000-1111-2222-3333-444444444444/pings, checks/00000000-1111-2222-3333-444444444444/pings/",
    "checks/00000000-1111-2222-3333-444444444444/flips, checks/00000000-1111-2222-3333-444444444444/flips/"
  })
  void a_collection_without_its_slash_is_elsewhere(String path, String there) {
    for (int version = 1; version <= 3; version++) {
      Caller caller = nobody.version(version);
      Reply reply = caller.get(path).is(301);
      assertThat(reply.header("location")).isEqualTo(caller.root() + there);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "check/",
        "Checks/",
        "checks//",
        "checks/" + NOBODY + "/",
        "checks/" + KEY + "/",
        "checks/" + NOBODY + "/pause/",
        "checks/" + NOBODY + "/resume/",
        "checks/" + NOBODY + "/pings/1",
        "checks/" + NOBODY + "/pings/1/body/",
        "checks/" + NOBODY + "/pings/x/body",
        "checks/" + NOBODY + "/pings/-1/body",
        "checks/" + KEY + "/pings/",
        "checks/" + KEY + "/pause",
        "checks/" + NOBODY + "0",
        "checks/0000000011112222333344444444444",
        "checks/ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF",
        "checks/{" + NOBODY + "}",
        "checks/" + KEY + "0",
        "checks/" + NOBODY + "%0A",
        "checks/../checks/",
        "channels/" + "x",
        "badges/x",
        "metrics/x",
        "status" + "/x"
      })
  void every_other_path_is_not_found(String path) {
    for (String method : List.of("GET", "POST")) {
      Reply reply = Installation.main().write().ask(method, path).is(404);
      assertThat(reply.body()).as(path).doesNotContain("<html").doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v4/checks/",
        "/api/v0/checks/",
        "/api/checks/",
        "/api/v03/checks/",
        "/api/V3/checks/",
        "/api/",
        "/api"
      })
  void there_are_three_versions(String target) {
    Installation.main().write().send("GET", target, new byte[0]).is(404);
  }

  @Test
  void a_path_is_decoded_once() {
    Check check = Installation.main().check();
    Caller key = Installation.main().write();
    String code = check.code().toString();
    key.get("checks/" + code.replace("-", "%2D")).is(200);
    key.get("%63hecks/" + code).is(200);
    key.get("checks/" + code.replace("-", "%252D")).is(404);
  }

  @Test
  void a_check_that_is_not_there_is_not_found() {
    Caller key = Installation.main().write();
    String path = "checks/" + UUID.randomUUID();
    key.get(path).is(404);
    key.post(path, "{}").is(404);
    key.delete(path).is(404);
    key.post(path + "/pause", "").is(404);
    key.post(path + "/resume", "").is(404);
    key.get(path + "/pings/").is(404);
    key.get(path + "/pings/1/body").is(404);
    key.get(path + "/flips/").is(404);
    key.get("checks/" + KEY).is(404, "");
    key.get("checks/" + KEY + "/flips/").is(404, "");
    key.get("checks/" + "_".repeat(40)).is(404, "");
  }

  @Test
  void answers_name_no_server_and_set_no_cookie() {
    for (String path : List.of("checks/", "nowhere", "status/")) {
      Reply reply = Installation.main().write().get(path);
      assertThat(reply.header("server")).isEqualTo("-");
      assertThat(reply.header("set-cookie")).isEqualTo("-");
    }
  }
}
