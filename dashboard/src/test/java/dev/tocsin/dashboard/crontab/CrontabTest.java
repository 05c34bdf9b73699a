package dev.tocsin.dashboard.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.crontab.Crontab.Note;
import dev.tocsin.dashboard.crontab.Crontab.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrontabTest {

  private static final Reading USER = new Reading(false, "UTC", "", Set.of());
  private static final Reading SYSTEM = new Reading(true, "UTC", "", Set.of());

  @TempDir Path dir;

  private static Crontab parse(String table, Reading how) {
    return Crontab.parse(
        table.getBytes(StandardCharsets.UTF_8), how, command -> command.contains("/ping/"));
  }

  private static Job only(String table) {
    List<Job> jobs = parse(table, USER).jobs();
    assertThat(jobs).hasSize(1);
    return jobs.get(0);
  }

  private static String pinging(Crontab crontab) {
    return new String(
        crontab.pinging(job -> "https://hb/ping/" + job.slug()), StandardCharsets.UTF_8);
  }

  @Test
  void everything_but_the_jobs_stays_byte_for_byte() {
    String table =
        """
        # m h  dom mon dow   command
        MAILTO = "ops@example.org"

        \t 15  3\t* * *   /usr/local/bin/backup.sh --all   \s
        @reboot /usr/bin/start
        # Größe
        @daily\t/x/report.py%line one%two
        30 4 * * * true""";
    String expected =
        table
            .replace("/usr/local", trap("backup") + "/usr/local")
            .replace("/x/report", trap("groe") + "/x/report")
            .replace("* true", "* " + trap("job") + "true");
    Crontab crontab = parse(table, USER);
    assertThat(pinging(crontab)).isEqualTo(expected);
    assertThat(crontab.jobs())
        .extracting(Job::schedule)
        .containsExactly("15 3 * * *", "0 0 * * *", "30 4 * * *");
    assertThat(crontab.notes()).hasSize(1);
    byte[] anyBytes = {'#', (byte) 0xff, (byte) 0xfe, '\r', '\n', 0, '\n'};
    assertThat(Crontab.parse(anyBytes, USER, c -> false).pinging(job -> "u")).isEqualTo(anyBytes);
  }

  @Test
  void any_bytes_are_a_table_and_come_out_as_they_went_in() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] parts = {
      "*",
      " ",
      "\t",
      "\n",
      "\r\n",
      "@daily",
      "@reboot",
      "#",
      "=",
      "%",
      "\\%",
      "-",
      "CRON_TZ",
      "SHELL=/bin/csh\n",
      "root",
      "exec ",
      "trap ",
      "&",
      "ä",
      "\0",
      "0 3 * * * x",
      "'"
    };
    for (int round = 0; round < 3_000; round++) {
      StringBuilder table = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        table.append(parts[random.nextInt(parts.length)]);
      }
      byte[] bytes = table.toString().getBytes(StandardCharsets.UTF_8);
      Crontab crontab = Crontab.parse(bytes, random.nextBoolean() ? USER : SYSTEM, c -> false);
      String what = "seed %d, round %d".formatted(seed, round);
      assertThat(crontab.pinging(job -> null)).as(what).isEqualTo(bytes);
      String pinging = pinging(crontab);
      for (Job job : crontab.jobs()) {
        pinging = pinging.replace(trap(job.slug()), "");
      }
      assertThat(pinging).as(what).isEqualTo(table.toString());
    }
  }

  private static String trap(String slug) {
    return "trap 's=$?; curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null https://hb/ping/%s/$s; exit $s' EXIT; "
        .formatted(slug);
  }

  @Test
  void a_second_run_over_its_own_output_changes_nothing() {
    String once =
        pinging(parse("# Nightly\n0 3 * * * /bin/dump\n5 * * * * cd /x && ./sync\n", USER));
    Crontab again = parse(once, USER);
    assertThat(again.jobs()).isEmpty();
    assertThat(pinging(again)).isEqualTo(once);
    assertThat(again.notes()).extracting(Note::what).containsOnly("pings already, left as it is");
  }

  @Test
  void names_come_from_the_comment_above_or_from_the_program() {
    assertThat(only("# Nightly dump --\n0 3 * * * /bin/x").name()).isEqualTo("Nightly dump");
    assertThat(only("# Nightly dump\n0 3 * * * /bin/x").slug()).isEqualTo("nightly-dump");
    assertThat(only("#0 5 * * * /bin/old\n0 3 * * * /bin/x").slug()).isEqualTo("x");
    assertThat(only("# ---\n0 3 * * * /bin/x.sh").slug()).isEqualTo("x");
    assertThat(only("# 日本\n0 3 * * * /bin/x.sh").slug()).isEqualTo("x");
    for (String command :
        List.of(
            "cd /srv/app && ./bin/rotate.sh",
            "LANG=C nice -n 10 /opt/rotate",
            "[ -x /usr/bin/y ] && rotate >/dev/null 2>&1",
            "/usr/bin/python3 /opt/rotate.py --all",
            "test -e /z || /opt/rotate",
            "rotate | logger")) {
      assertThat(only("0 3 * * * " + command).slug()).as(command).isEqualTo("rotate");
    }
  }

  @Test
  void slugs_are_unlike_each_other_and_unlike_those_taken() {
    Crontab crontab =
        parse(
            "0 1 * * * /a/backup.sh\n0 2 * * * /b/backup.sh\n0 3 * * * /c/backup.sh\n",
            new Reading(false, "UTC", "web1-", Set.of("web1-backup-2")));
    assertThat(crontab.jobs())
        .extracting(Job::slug)
        .containsExactly("web1-backup", "web1-backup-3", "web1-backup-4");
  }

  @Test
  void a_system_table_has_users_and_cron_tz_counts_from_where_it_stands() {
    Crontab crontab =
        parse(
            """
            17 * * * * root cd / && run-parts --report /etc/cron.hourly
            CRON_TZ="Europe/Kyiv"
            -*/5 * * * *\twww-data\t/usr/bin/php /srv/queue.php
            @weekly root
            """,
            SYSTEM);
    assertThat(crontab.jobs()).extracting(Job::zone).containsExactly("UTC", "Europe/Kyiv");
    assertThat(crontab.jobs()).extracting(Job::slug).containsExactly("run-parts", "queue");
    assertThat(crontab.jobs().get(1).before()).isEqualTo("-*/5 * * * *\twww-data\t");
    assertThat(crontab.jobs().get(1).schedule()).isEqualTo("*/5 * * * *");
    assertThat(crontab.notes())
        .containsExactly(new Note(4, "no command after the user, left as it is"));
  }

  @Test
  void what_cannot_be_watched_stays_and_is_told() {
    Crontab crontab =
        parse(
            """
            @reboot /bin/a
            0 1 * * * cd /x && exec ./run
            0 2 * * * trap 'rm -f /tmp/l' EXIT; ./run
            SHELL=/bin/csh
            0 3 * * * ./run
            SHELL=/bin/bash
            0 4 * * * exec >/var/log/x; ./run
            0 5 * * * ./run &
            nonsense
            """,
            USER);
    assertThat(crontab.jobs()).extracting(Job::line).containsExactly(7, 8);
    assertThat(crontab.notes()).extracting(Note::line).containsExactly(1, 2, 3, 5, 8, 9);
  }

  /** The line as cron would run it: percent signs become line ends, the rest is input. */
  private int runByCron(String shell, String command, Path log) throws Exception {
    String url = "file-" + log.getFileName();
    Job job = only("0 3 * * * " + command);
    String line = job.pinging(url).substring(job.before().length());
    String program = Commands.withoutInput(line);
    String input = line.length() == program.length() ? "" : line.substring(program.length() + 1);
    Path bin = Files.createDirectories(dir.resolve("bin"));
    Path curl = bin.resolve("curl");
    Files.writeString(curl, "#!/bin/sh\nfor a; do :; done\necho \"$a\" >> '%s'\n".formatted(log));
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(shell, "-c", program.replace("\\%", "%"));
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    Process process = builder.directory(dir.toFile()).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input.replace('%', '\n').getBytes(StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      assertThat(input).isNotNull(); // it did not read to the end
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void the_commands_status_is_reported_and_stays_the_status_of_the_line() throws Exception {
    Object[][] cases = {
      {"true", 0},
      {"false", 1},
      {"exit 7", 7},
      {"cd /nowhere 2>/dev/null && ./run", -1},
      {"(exit 3); true", 0},
      {"true # a comment", 0},
      {"false | true", 0},
      {"test \"$(cat)\" = hello%hello", 0},
      {"grep -q world; exit $?%hello%world", 0},
      {"test \"$(date +\\%Y)\" -gt 2000", 0},
      {"sh -c 'kill -9 $$'", 137},
      {"set -e; false; true", 1},
    };
    for (String shell : List.of("/bin/sh", "/bin/bash")) {
      int n = 0;
      for (Object[] one : cases) {
        Path log = dir.resolve(shell.substring(5) + n++);
        int status = runByCron(shell, (String) one[0], log);
        if (!one[1].equals(-1)) {
          assertThat(status).as("%s -c %s", shell, one[0]).isEqualTo(one[1]);
        }
        assertThat(log).as("%s -c %s", shell, one[0]).exists();
        assertThat(Files.readString(log))
            .isEqualTo("file-%s/%d\n".formatted(log.getFileName(), status));
      }
    }
  }
}
