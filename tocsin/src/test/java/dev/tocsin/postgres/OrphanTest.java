package dev.tocsin.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parent is a JVM of its own that is killed; the next start must find its way. */
class OrphanTest {

  private static final Pattern NEEDED =
      Pattern.compile("^(logback|slf4j|postgresql|scram|sasl|stringprep|xz|commons)");

  @TempDir Path closed;

  /** The program of the child: starts, says where, and waits to be killed. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), "child");
      EmbeddedPostgresTest.run(postgres.access(), "CREATE TABLE IF NOT EXISTS t (i int)");
      EmbeddedPostgresTest.run(postgres.access(), "INSERT INTO t VALUES (1)");
      System.out.println(
          "started " + EmbeddedPostgresTest.ask(postgres.access(), "SELECT count(*) FROM t"));
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  @Test
  void after_a_killed_parent_the_next_start_works_as_root_or_whoever_we_are() throws Exception {
    Path home = closed.resolve("postgres"); // below a folder that nobody else may enter
    Unpacked.into(home);
    killAndStart(home, ourClassPath(), List.of());
    assertThat(Launcher.uid(home.resolve("data-18"))).isEqualTo(ourUid());
  }

  @Test
  void started_by_root_in_an_open_folder_postgres_runs_as_somebody_else() throws Exception {
    assumeTrue(ourUid() == 0, "only root can become somebody else");
    Path folder = openFolder();
    Path home = folder.resolve("postgres");
    Unpacked.into(home);
    killAndStart(home, ourClassPath(), List.of());
    assertThat(Launcher.uid(home.resolve("data-18"))).isNotZero();
    Home.deleteTree(folder);
  }

  @Test
  void an_ordinary_user_can_start_it_too() throws Exception {
    assumeTrue(ourUid() == 0, "only root can become somebody else");
    Path folder = openFolder();
    Unpacked.into(folder.resolve("postgres"));
    String classPath = copyOfClassPath(folder);
    assertThat(Commands.run(List.of("chown", "-R", "65534:65534", folder.toString())).ok())
        .isTrue();
    killAndStart(
        folder.resolve("postgres"),
        classPath,
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
    Home.deleteTree(folder);
  }

  @Test
  void an_orphan_that_did_not_notice_is_stopped() throws Exception {
    Path home = closed.resolve("postgres");
    Unpacked.into(home);
    EmbeddedPostgres.start(home, "test").close();
    Process orphan = orphan(home);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
      assertThat(EmbeddedPostgresTest.ask(postgres.access(), "SELECT 1")).isEqualTo("1");
      assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void root_that_may_not_look_into_processes_of_others_stops_an_orphan_too() throws Exception {
    assumeTrue(ourUid() == 0, "only root has rights to give up");
    Path folder = openFolder();
    Path home = folder.resolve("postgres");
    Unpacked.into(home);
    EmbeddedPostgres.start(home, "test").close();
    Process orphan = orphan(home);
    try {
      List<String> asInContainers = List.of("setpriv", "--bounding-set", "-sys_ptrace");
      killAndStart(home, ourClassPath(), asInContainers);
      assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      orphan.destroyForcibly();
    }
    Home.deleteTree(folder);
  }

  /** A server that does not die with its parent. */
  private static Process orphan(Path home) throws Exception {
    Launcher launcher = Launcher.forUserOf(home.toRealPath());
    List<String> deaf = new ArrayList<>(launcher.prefix());
    deaf.removeAll(List.of("--pdeathsig", "INT"));
    if (deaf.get(deaf.size() - 1).equals("setpriv")) {
      deaf.remove(deaf.size() - 1);
    }
    Home folder = Home.in(home);
    Process orphan = new Cluster(folder, new Launcher(deaf, OptionalInt.empty())).launch(15_999);
    Postmaster postmaster = new Postmaster(folder.cluster());
    assertThat(Postmaster.await(postmaster::isServing, Duration.ofSeconds(30))).isTrue();
    return orphan;
  }

  @Test
  void a_second_process_on_the_folder_is_refused() throws Exception {
    Path home = closed.resolve("postgres");
    Unpacked.into(home);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "port 8000")) {
      Process second = parent(home, ourClassPath(), List.of());
      String printed = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor()).isNotZero();
      assertThat(printed)
          .contains("is held by process %d".formatted(ProcessHandle.current().pid()));
      assertThat(EmbeddedPostgresTest.ask(postgres.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  /** Kills the parent right after it started; the next one finds its data. */
  private static void killAndStart(Path home, String classPath, List<String> as) throws Exception {
    for (int start = 1; start <= 2; start++) {
      Process parent = parent(home, classPath, as);
      try (BufferedReader out = parent.inputReader()) {
        String line = out.readLine();
        StringBuilder printed = new StringBuilder();
        while (line != null && !line.startsWith("started")) {
          printed.append(line).append('\n');
          line = out.readLine();
        }
        assertThat(line).as("after\n%s", printed).isEqualTo("started " + start);
      } finally {
        parent.destroyForcibly().waitFor();
      }
    }
    Path cluster = home.resolve("data-18");
    assertThat(Postmaster.await(() -> nobodyIn(cluster), Duration.ofSeconds(30)))
        .as("the server follows its parent")
        .isTrue();
  }

  private static boolean nobodyIn(Path cluster) {
    try {
      return EmbeddedPostgresTest.workingIn(cluster).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Process parent(Path home, String classPath, List<String> as) throws Exception {
    List<String> command = new ArrayList<>(as);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(classPath, Parent.class.getName(), home.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String ourClassPath() {
    return System.getProperty("java.class.path");
  }

  /** What the child needs, where another user can read it: a build below /root is closed. */
  private static String copyOfClassPath(Path folder) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    List<String> copies = new ArrayList<>();
    for (String entry : ourClassPath().split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      boolean own = path.endsWith("classes") || path.endsWith("test-classes");
      if (Files.exists(path) && (own || NEEDED.matcher(path.getFileName().toString()).find())) {
        Path into = Files.createDirectories(lib.resolve(Integer.toString(copies.size())));
        Unpacked.copy(path, into);
        copies.add(into.resolve(path.getFileName()).toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static Path openFolder() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "tocsin-open-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static int ourUid() throws Exception {
    return Launcher.uid(Path.of("/proc/self"));
  }
}
