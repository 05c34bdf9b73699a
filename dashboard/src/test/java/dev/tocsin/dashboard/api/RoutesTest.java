package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.dashboard.web.RouteFixture;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Calls every method of every route of the API with every kind of key: who may not, gets nothing,
 * and who may, gets in. The table routes.txt says of each which key opens it, for which part of a
 * project, and which role a person with a key of their own must have; what does not stand there
 * fails the test.
 */
class RoutesTest {

  /** Who calls. */
  private enum Who {
    NOBODY,
    MADE_UP,
    PING_KEY,
    READ,
    WRITE,
    /** The key that writes in another project. */
    OTHER,
    CHECKS_ONLY,
    CHANNELS_ONLY,
    PROJECT_ONLY,
    /** From here on people, with keys of their account. */
    STRANGER,
    READONLY,
    MEMBER,
    MANAGER,
    OWNER,
    /** Runs the installation, and is a member of nothing. */
    OPERATOR
  }

  /** A line of the table; of a route that anybody may use only the first three count. */
  private record Line(String method, String path, String key, Set<String> scopes, String role) {

    String route() {
      return method + " " + path;
    }

    /** Whether a key opens it that is confined to this part of a project. */
    boolean isIn(String scope) {
      return scopes.equals(Set.of(scope));
    }

    /** Whether it takes an account, and no key of a project will do. */
    boolean isForPeople() {
      return key.equals("account");
    }

    Who least() {
      return Who.valueOf(role.toUpperCase(Locale.ROOT));
    }

    /** Whether it is of the one project of a key: no key of a person opens it. */
    boolean isOfOneProject() {
      return role.equals("-");
    }

    /** Whether it is of the installation, and no project's. */
    boolean isForOperators() {
      return role.equals("operator");
    }

    /** Things first, then what they are in: what was deleted is not asked for any more. */
    int order() {
      return (method.equals("DELETE")
              ? path.equals("projects/<uuid>") ? 2_000 : 1_000
              : method.equals("POST") ? 100 : 0)
          + 10 * (9 - path.split("/", -1).length);
    }
  }

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("projects", "project"),
          Map.entry("checks", "check"),
          Map.entry("channels", "channel"),
          Map.entry("rotas", "rota"),
          Map.entry("overrides", "override"),
          Map.entry("status-pages", "page"),
          Map.entry("announcements", "announcement"),
          Map.entry("incidents", "incident"),
          Map.entry("silences", "silence"),
          Map.entry("maintenance", "window"),
          Map.entry("keys", "key"),
          Map.entry("invitations", "invitation"),
          Map.entry("notifications", "notification"));

  private static final Pattern THING = Pattern.compile("([\\w-]+)/<uuid>");
  private static final Pattern OF_SOMETHING = Pattern.compile("<(uuid|n|key)>");

  private static final TestDashboard DASHBOARD = new TestDashboard(TestPostgres.freshDatabase());
  private static final List<Line> TABLE = table();
  private static final NewProject ELSEWHERE =
      DASHBOARD.project("Elsewhere", DASHBOARD.account("else@example.org"));

  /** What must be sent to come as far as where rights are looked at. */
  private static final Map<String, String> BODIES =
      Map.of(
          "POST projects/", "{\"name\": \"New\"}",
          "POST system/rods/", "{\"name\": \"upkeep\", \"reason\": \"a test\"}",
          "POST projects/<uuid>/members/", "{\"email\": \"else@example.org\"}",
          "POST projects/<uuid>/members/<email>", "{\"role\": \"readonly\"}",
          "POST projects/<uuid>/report-mail", "{\"period\": \"week\"}",
          "POST projects/<uuid>/offer", "{\"email\": \"else@example.org\"}",
          "POST projects/<uuid>/escalation", "{\"steps\": []}",
          "POST projects/<uuid>/checks/<uuid>/move", "{\"project\": \":project\"}");

  /** Of what no fixture has one: to who may, too, it is not there. */
  private static final Pattern ABSENT = Pattern.compile("<(key|email|name)>|/offer|/move");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterAll
  static void close() {
    DASHBOARD.close();
  }

  private static List<Line> table() {
    List<Line> lines = new ArrayList<>();
    try (Scanner words =
        new Scanner(
            Objects.requireNonNull(RoutesTest.class.getResourceAsStream("routes.txt")),
            StandardCharsets.UTF_8)) {
      while (words.hasNext()) {
        lines.add(
            new Line(
                words.next(),
                words.next(),
                words.next(),
                Set.of(words.next().split(",", -1)),
                words.next()));
      }
    }
    lines.sort(Comparator.comparingInt(Line::order));
    return lines;
  }

  @Test
  void the_table_says_of_every_method_of_every_route_who_may() {
    assertThat(TABLE.stream().map(Line::route))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Route.values())
                .flatMap(
                    route ->
                        Stream.of("GET", "POST", "DELETE")
                            .filter(m -> route.access(HttpMethod.valueOf(m)) != Access.NOBODY)
                            .map(m -> m + " " + route.path()))
                .collect(Collectors.toSet()));
  }

  @Test
  void who_may_not_gets_nothing_and_who_may_gets_in() {
    SoftAssertions soft = new SoftAssertions();
    for (Who who : Who.values()) {
      RouteFixture place = new RouteFixture(DASHBOARD, account("owner.of." + who));
      String key = key(who, place);
      for (Line line : TABLE) {
        HttpResponse<String> answer = call(line, place, key);
        int status = answer.statusCode();
        String as = "%s as %s: %s".formatted(line.route(), who, answer.body());
        if (line.key.equals("anybody")) {
          soft.assertThat(status).as(as).isNotEqualTo(500);
        } else if (refusal(line, who) > 0) {
          soft.assertThat(status).as(as).isEqualTo(refusal(line, who));
        } else if (who == Who.OTHER && OF_SOMETHING.matcher(line.path).find()) {
          soft.assertThat(status).as(as).isIn(403, 404);
        } else {
          soft.assertThat(status).as(as).isNotIn(401, 403, 500);
          if (!ABSENT.matcher(line.path).find() && RouteFixture.isOfSomethingThere(route(line))) {
            soft.assertThat(status).as(as).isNotEqualTo(404);
          }
        }
      }
    }
    soft.assertAll();
  }

  /** What the answer is to who may not; 0 if they may. */
  private static int refusal(Line line, Who who) {
    return switch (who) {
      case NOBODY, MADE_UP, PING_KEY -> 401;
      case READ -> line.key.equals("read") ? line.isForOperators() ? 403 : 0 : 401;
      case WRITE, OTHER -> line.isForPeople() || line.isForOperators() ? 403 : 0;
      case CHECKS_ONLY -> line.isIn("checks") ? 0 : 403;
      case CHANNELS_ONLY -> line.isIn("channels") ? 0 : 403;
      case PROJECT_ONLY ->
          line.isIn("project")
                  && !line.isForPeople()
                  && !line.isForOperators()
                  && (line.isOfOneProject() || line.least() != Who.OWNER)
              ? 0
              : 403;
      case OPERATOR -> line.isForOperators() || line.role.equals("stranger") ? 0 : 403;
      case STRANGER, READONLY, MEMBER, MANAGER, OWNER ->
          line.scopes.contains("project")
                  && !line.isOfOneProject()
                  && who.compareTo(line.least()) >= 0
              ? 0
              : 403;
    };
  }

  private String key(Who who, RouteFixture place) {
    KeyHolder project = KeyHolder.project(place.project().id());
    return switch (who) {
      case NOBODY -> "";
      case MADE_UP -> "hcw_" + "x".repeat(28);
      case PING_KEY -> place.project().pingKey();
      case READ -> place.project().apiKeyReadonly();
      case WRITE -> place.project().apiKey();
      case OTHER -> ELSEWHERE.apiKey();
      case CHECKS_ONLY -> make(project, Scope.CHECKS);
      case CHANNELS_ONLY -> make(project, Scope.CHANNELS);
      case PROJECT_ONLY -> make(project, Scope.PROJECT);
      case STRANGER, READONLY, MEMBER, MANAGER, OWNER, OPERATOR -> {
        Account person = account(who.name());
        new Accounts(DASHBOARD.db).setOperator(person, who == Who.OPERATOR, "cli");
        Role.of(who.name().toLowerCase(Locale.ROOT)).ifPresent(role -> place.member(person, role));
        yield make(KeyHolder.account(person), Scope.values());
      }
    };
  }

  private static Account account(String name) {
    return DASHBOARD.account(name.toLowerCase(Locale.ROOT) + "@example.org");
  }

  private static String make(KeyHolder holder, Scope... scopes) {
    Rights rights = new Rights(false, Set.of(scopes), null);
    return new Keys(DASHBOARD.db)
        .create(holder, "k", rights, Acting.operator())
        .orElseThrow()
        .key();
  }

  private HttpResponse<String> call(Line line, RouteFixture place, String key) {
    String path = "/api/v3/" + place.path(route(line));
    if (line.route().equals("DELETE projects/<uuid>")) {
      path += "?confirm=" + place.project().name();
    }
    String body = place.path("POST " + BODIES.getOrDefault(line.route(), "{}"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(DASHBOARD.url() + path))
            .method(
                line.method,
                line.method.equals("POST")
                    ? BodyPublishers.ofString(body)
                    : BodyPublishers.noBody());
    try {
      return client.send(
          key.isEmpty() ? request.build() : request.header("X-Api-Key", key).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As routes of pages are written: each variable by the name of what it stands for. */
  private static String route(Line line) {
    String path =
        line.path
            .replace("pings/<n>", "pings/:n")
            .replace("quarantine/<n>", "quarantine/:aside")
            .replace("<n>", ":delivery")
            .replace("<key>", "x".repeat(40))
            .replace("<email>", "new@example.org")
            .replace("<name>", "none")
            .replace("<name>", "night");
    return THING.matcher(path).replaceAll(of -> of.group(1) + "/:" + NAMES.get(of.group(1)));
  }
}
