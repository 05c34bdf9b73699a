package dev.tocsin.channels.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelContract;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest extends ChannelContract {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path dir;

  private final TimeBox timeBox = new TimeBox();
  private boolean allowed = true;

  @AfterEach
  void close() {
    timeBox.close();
  }

  @Override
  protected ChannelKind kind(Duration limit) {
    return new ShellKind(allowed, limit, timeBox);
  }

  @Override
  protected String settings() {
    return settings(program().toString(), "$NAME", "$KEY");
  }

  private static String settings(String... command) {
    try {
      return new ObjectMapper()
          .writeValueAsString(Map.of("command", List.of(command), "secret", SECRET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path program() {
    return dir.resolve("tell-us");
  }

  /** The command, as a script for {@code sh}. */
  private void does(String script) {
    try {
      Files.writeString(program(), "#!/bin/sh\n" + script.formatted(dir) + "\n");
      Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(String file) {
    try {
      Path path = dir.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void peer(Peer mood) {
    String note = "echo \"$2\" >> %1$s/identities; ";
    switch (mood) {
      case TAKES -> does(note + "echo \"$1\" >> %1$s/taken");
      case IS_BUSY -> does(note + "exit 75");
      case DENIES_ACCESS -> does("echo \"no access with $TOCSIN_SECRET\"; exit 1");
      case REFUSES_FOR_GOOD -> allowed = false;
      case HANGS -> does("sleep 60");
      case TRICKLES -> does("while true; do echo more; sleep 0.01; done");
      case HANGS_UP -> does("kill -9 $$");
      case IS_AWAY -> does("");
    }
    if (mood == Peer.IS_AWAY && !program().toFile().delete()) {
      throw new IllegalStateException("not deleted: " + program());
    }
  }

  @Override
  protected List<String> taken() {
    return lines("taken");
  }

  @Override
  protected int mostBytes() {
    return 12_500;
  }

  @Override
  protected List<String> identities() {
    return lines("identities");
  }

  private Verdict run(Alert alert, String... command) {
    return kind(PATIENT).open(settings(command)).deliver(alert);
  }

  private static Alert down(String name) {
    return TestAlerts.of("key-1", TestAlerts.down(name));
  }

  @Test
  void no_shell_reads_the_arguments_and_values_are_filled_in_once() {
    does("for a in \"$@\"; do echo \"[$a]\" >> %1$s/taken; done");
    String name = "x; rm -rf / $(id) `id` $KEY \"'";
    assertThat(run(down(name), program().toString(), "--of=$NAME", "$STATUS $5 $TAGS", "*"))
        .isEqualTo(new Verdict.Delivered("exit status 0"));
    assertThat(lines("taken")).containsExactly("[--of=" + name + "]", "[down $5 prod db]", "[*]");
  }

  @Test
  void the_environment_is_ours_alone() {
    does("/usr/bin/env | cut -d= -f1 | sort > %1$s/taken; pwd >> %1$s/taken; cat >> %1$s/taken");
    run(down("x"), program().toString());
    assertThat(lines("taken"))
        .contains("TOCSIN_NAME", "TOCSIN_SECRET", "TOCSIN_STATUS", "TOCSIN_TEXT", "TOCSIN_URL", "/")
        .doesNotContain("HOME", "USER", "JAVA_HOME");
  }

  @Test
  void downs_ups_and_notices_have_a_status_each_and_one_code_a_matter() {
    does("echo \"$1\" >> %1$s/taken");
    for (Alert alert :
        List.of(
            down("x"),
            TestAlerts.of("k", TestAlerts.up("x")),
            TestAlerts.notice("k", Alert.Level.PROBLEM, "12 checks are down", "l"),
            TestAlerts.notice("k", Alert.Level.OVER, "All are up", "l"),
            TestAlerts.notice("k", Alert.Level.INFO, "Upgraded", "l"))) {
      run(alert, program().toString(), "$STATUS $CODE $NAME");
    }
    assertThat(lines("taken"))
        .containsExactly(
            "down " + TestAlerts.CODE + " x",
            "up " + TestAlerts.CODE + " x",
            "down notice-1 12 checks are down",
            "up notice-1 All are up",
            "info notice-1 Upgraded");
  }

  @Test
  void what_hangs_is_killed_with_all_that_it_started() throws Exception {
    does("sh -c 'echo $$ > %1$s/child; exec sleep 60' & wait");
    Verdict verdict =
        kind(Duration.ofSeconds(2)).open(settings(program().toString())).deliver(down("x"));
    assertThat(verdict).isInstanceOf(Verdict.TryAgain.class);
    long child = Long.parseLong(lines("child").get(0));
    // Killed already; the wait is for the system to say so.
    ProcessHandle.of(child)
        .ifPresent(p -> p.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void what_is_left_in_the_background_keeps_nobody_waiting() {
    does("sleep 5 & echo $! > %1$s/child; exit 0");
    long start = System.nanoTime();
    assertThat(run(down("x"), program().toString())).isInstanceOf(Verdict.Delivered.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    ProcessHandle.of(Long.parseLong(lines("child").get(0))).ifPresent(ProcessHandle::destroy);
  }

  @Test
  void an_exit_status_is_told_with_the_last_line_and_never_with_the_secret() {
    does("echo first; echo \"cannot reach $TOCSIN_SECRET\" >&2; exit 3");
    assertThat(run(down("x"), program().toString()))
        .isEqualTo(new Verdict.TryAgain("exit status 3: cannot reach …", Optional.empty()));
    does("head -c 3000000 /dev/zero | tr '\\0' 'x'; echo; echo the end; exit 75");
    assertThat(run(down("x"), program().toString()).detail())
        .isEqualTo("exit status 75: the command asks for another try: the end");
  }

  @Test
  void it_is_not_offered_where_the_operator_did_not_allow_it() {
    assertThat(kind(PATIENT).offered()).isTrue();
    allowed = false;
    assertThat(kind(PATIENT).offered()).isFalse();
    assertThat(kind(PATIENT).problems("{\"command\": [\"tell-us\"]}"))
        .containsExactly("command[0]: begin with the absolute path of the program");
  }
}
