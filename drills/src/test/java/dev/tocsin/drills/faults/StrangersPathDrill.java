package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows "Step by step" of docs/operations.md word by word, on two machines that nobody has set
 * up: install, back up, upgrade and move on the first, restore on the second. A machine is a root
 * of its own over the files of this one, without a network. There is no service manager: a stand-in
 * for {@code systemctl} does what the unit says.
 *
 * <p>Needs root, and the package: {@code make deb}.
 */
class StrangersPathDrill {

  private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
  private static final Path PACKAGE = Path.of("..", "tocsin", "target", "tocsin.deb");
  private static final Path MACHINE =
      Path.of("src/test/resources/dev/tocsin/drills/machine").toAbsolutePath();

  private static final Pattern BLOCK =
      Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** A check that was pinged once, whoever asks. */
  private static final String STILL_THERE =
      """
      API_KEY=$(sed 's/.*"api_key" *: *"\\([^"]*\\)".*/\\1/' nightly.json)
      curl -fsS -H "X-Api-Key: $API_KEY" http://localhost:8000/api/v3/checks/ | tee checks.json
      grep -q '"n_pings": *1' checks.json
      """;

  /** The same package as a later version. */
  private static final String NEWER =
      """
      dpkg-deb -R tocsin.deb newer
      sed -i 's/^Version: .*/&+1/' newer/DEBIAN/control
      dpkg-deb -b newer tocsin.deb
      rm -r newer
      """;

  /** The server that people have; its programs are those that the package brought. */
  private static final String SERVER =
      """
      install -d -o nobody -m 700 /srv/db1
      programs=$(echo /var/lib/tocsin/postgres/bin-*/bin)
      chmod 711 /var/lib/tocsin /var/lib/tocsin/postgres
      echo unused > unused
      chmod 644 unused
      as_nobody="setpriv --reuid nobody --regid nogroup --clear-groups --"
      $as_nobody "$programs/initdb" -D /srv/db1 -U postgres --auth=scram-sha-256 -E UTF8 --locale=C \
        --pwfile=unused > /dev/null
      printf "CREATE ROLE tocsin LOGIN PASSWORD 'choose-another'\\n" |
        $as_nobody "$programs/postgres" --single -D /srv/db1 postgres > /dev/null
      printf 'CREATE DATABASE tocsin OWNER tocsin\\n' |
        $as_nobody "$programs/postgres" --single -D /srv/db1 postgres > /dev/null
      setsid $as_nobody "$programs/postgres" -D /srv/db1 -k '' -h 127.0.0.1 -p 5432 > db1.log 2>&1 &
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @TempDir Path dir;

  @BeforeEach
  void lookForWhatItNeeds() throws IOException {
    assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("run by root")
        .isEqualTo(0);
    assertThat(PACKAGE).as("make deb builds it").exists();
    Command.need("unshare", "util-linux");
    Command.need("ip", "iproute2");
    Command.need("dpkg-deb", "dpkg");
  }

  @Test
  void a_stranger_gets_from_nothing_to_a_restored_installation() throws IOException {
    List<String> steps = steps();
    assertThat(steps).as("install, back up, upgrade, move, restore").hasSize(5);
    Path first = Files.createDirectory(dir.resolve("first"));
    Files.copy(PACKAGE, first.resolve("tocsin.deb"));
    follow(
        first,
        steps.get(0),
        steps.get(1),
        "cp /var/backups/tocsin/monday.tocsin .",
        NEWER,
        steps.get(2),
        STILL_THERE,
        "dpkg-query -W tocsin | grep '+1$'",
        "test \"$(grep -c 'listening on' tocsin.log)\" = 2",
        SERVER,
        steps.get(3),
        STILL_THERE,
        "grep -F 'database tocsin@db1:5432/tocsin' tocsin.log");
    Path second = Files.createDirectory(dir.resolve("second"));
    for (String file : List.of("monday.tocsin", "tocsin-secret.key", "nightly.json")) {
      Files.copy(first.resolve(file), second.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.copy(PACKAGE, second.resolve("tocsin.deb"));
    follow(second, steps.get(4), STILL_THERE);
  }

  /** The blocks of the section that are commands. */
  private static List<String> steps() throws IOException {
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf("\n### Step by step\n");
    String section = text.substring(from, text.indexOf("\n### ", from + 5));
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(section);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static void follow(Path home, String... steps) throws IOException {
    Files.writeString(home.resolve("steps.sh"), String.join("\n", steps));
    Command.Result result =
        Command.start(
                Map.of(),
                List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--net",
                    "--fork",
                    "--kill-child",
                    "bash",
                    MACHINE.resolve("machine.sh").toString(),
                    home.toAbsolutePath().toString()))
            .await(PATIENCE);
    Path log = home.resolve("tocsin.log");
    assertThat(result.exit())
        .as("%s%n%s", result.output(), Files.exists(log) ? Files.readString(log) : "")
        .isZero();
  }
}
