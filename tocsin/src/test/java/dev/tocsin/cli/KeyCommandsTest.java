package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys on the command line, against a real database. */
class KeyCommandsTest {

  private static final DbConfig DATABASE = TestPostgres.freshDatabase();

  @TempDir Path dir;
  private Path settings = Path.of("");
  private final StringWriter err = new StringWriter();
  private int exit;

  @BeforeEach
  void writeSettings() throws Exception {
    String url =
        "postgres://postgres:postgres@%s/%s"
            .formatted(DATABASE.hosts().get(0), DATABASE.database());
    settings =
        Files.writeString(dir.resolve("tocsin.toml"), "[database]\nurl = \"%s\"\n".formatted(url));
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_key_of_a_project_is_made_listed_and_revoked() {
    JsonObject project = new JsonObject(run("project", "create", "Nightly", "--json"));
    String id = project.getString("project");
    JsonObject key =
        new JsonObject(
            run(
                "project",
                "key",
                "create",
                id,
                "--name=deployment",
                "--scopes=checks,channels",
                "--expires=P90D",
                "--json"));
    assertThat(key.getString("key")).matches("hcw_[A-Za-z0-9]{28}");
    assertThat(key.getJsonArray("scopes")).containsExactly("checks", "channels");
    assertThat(run("project", "key", "create", id, "--read-only").strip())
        .matches("hcr_[A-Za-z0-9]{28}");
    assertThat(run("project", "key", "list", id))
        .contains("deployment", "checks,channels", "until ");
    assertThat(new JsonArray(run("project", "key", "list", id, "--json"))).hasSize(4);
    assertThat(run("project", "key", "revoke", id, key.getString("id")))
        .contains("the key that ends in " + key.getString("hint"));
    assertThat(run("project", "key", "list", id)).doesNotContain("deployment");
    run("project", "key", "revoke", id, key.getString("id"));
    assertThat(exit).isEqualTo(76);
    assertThat(err.toString()).contains("there is no such key");
  }

  @Test
  void a_key_of_an_account_is_made_for_who_has_one() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "correct horse\n");
    run("user", "create", "ada@example.org", "--password-file", password.toString());
    JsonObject key =
        new JsonObject(
            run("user", "key", "create", "ADA@example.org", "--name=Terraform", "--json"));
    assertThat(key.getString("key")).matches("hca_[A-Za-z0-9]{28}");
    assertThat(key.getValue("expires_at")).isNull();
    run("user", "key", "create", "bob@example.org");
    assertThat(exit).isEqualTo(76);
    assertThat(err.toString()).contains("nobody has an account with the address bob@example.org");
  }

  @Test
  void who_lost_password_or_device_is_helped_by_who_runs_the_server() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "correct horse\n");
    run("user", "create", "grace@example.org", "--password-file", password.toString());
    assertThat(run("user", "reset-link", "Grace@example.org").strip())
        .matches("http://localhost:8000/reset/[A-Za-z0-9]{32}");
    assertThat(run("user", "two-step-off", "grace@example.org")).contains("has no second step");
    run("user", "reset-link", "nobody@example.org");
    assertThat(exit).isEqualTo(76);
  }

  @Test
  void a_project_is_limited_and_somebody_added_without_being_asked() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "correct horse\n");
    for (String name : List.of("ada1", "bob1")) {
      run("user", "create", name + "@example.org", "--password-file", password.toString());
    }
    String id = new JsonObject(run("project", "create", "Small", "--json")).getString("project");
    assertThat(run("project", "limits", id).lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly("checks 10000", "members 500", "channels 1000", "pings-per-minute 0");
    run("project", "limits", id, "--members=1", "--pings-per-minute=600");
    assertThat(run("project", "limits", id))
        .containsPattern("members +1\n")
        .containsPattern("pings-per-minute +600\n");
    run("project", "limits", id, "--checks=-1");
    assertThat(exit).isEqualTo(76);
    run("project", "add-member", id, "bob1@example.org", "--role=readonly");
    assertThat(exit).isEqualTo(76);
    assertThat(err.toString()).contains("this project may have 1 member,");
    run("project", "limits", id, "--members=2");
    assertThat(run("project", "add-member", id, "bob1@example.org", "--role=readonly"))
        .contains("bob1@example.org is a readonly of Small now");
    run("project", "add-member", id, "nobody@example.org");
    assertThat(exit).isEqualTo(76);
    run("project", "add-member", id, "bob1@example.org", "--role=emperor");
    assertThat(err.toString()).contains("no such role: emperor");
  }

  @Test
  void what_makes_no_sense_is_refused_before_anything_is_opened() {
    String none = "00000000-0000-4000-8000-000000000000";
    for (String span : new String[] {"90", "-P1D", "PT0S", "P99999D", "never"}) {
      run("project", "key", "create", none, "--expires=" + span);
      assertThat(exit).as(span).isEqualTo(2);
    }
    run("project", "key", "create", none, "--scopes=everything");
    assertThat(err.toString()).contains("scopes are checks, channels and project");
    run("project", "key", "create", none);
    assertThat(err.toString()).contains("there is no project " + none);
    run("project", "key", "create", "Nightly");
    assertThat(exit).isEqualTo(2);
  }

  /** What a command prints. */
  private String run(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--config=" + settings);
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      exit =
          Tocsin.commandLine()
              .setErr(new PrintWriter(err, true))
              .execute(words.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    if (exit != 0) {
      before.println(err); // for whoever reads why a test failed
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
