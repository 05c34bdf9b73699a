package dev.tocsin.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to start a program of Postgres from the user that we are.
 *
 * <p>Postgres refuses to run as root. Started by root it runs as an unprivileged user, if that one
 * can reach the folder; below a closed folder such as {@code /root} it runs in a user namespace of
 * its own, in which root is nobody. Where the system has {@code setpriv}, the kernel tells Postgres
 * to stop when we die, whatever we die of; with {@code setsid}, Ctrl-C in a terminal reaches us
 * only.
 *
 * @param prefix what comes before the command
 * @param owner the uid that must own the files; empty: ours
 */
record Launcher(List<String> prefix, OptionalInt owner) {

  private static final int NOBODY = 65_534;
  private static final List<String> DIES_WITH_US = List.of("--pdeathsig", "INT");

  static Launcher forUserOf(Path home) throws IOException, PostgresException {
    boolean root = uid(Path.of("/proc/self")) == 0;
    for (Launcher candidate : root ? fromRoot(home) : fromUser()) {
      if (candidate.reaches(home)) {
        return candidate;
      }
    }
    throw new PostgresException(
        "Postgres refuses to run as root, and no other user can reach %s. Start as another user, or"
                .formatted(home)
            + " choose a folder that others may enter with --data-dir (and install util-linux, if"
            + " setpriv is missing)");
  }

  private static List<Launcher> fromUser() {
    return List.of(
        new Launcher(join(List.of("setsid", "setpriv"), DIES_WITH_US), OptionalInt.empty()),
        new Launcher(List.of("setsid"), OptionalInt.empty()),
        new Launcher(List.of(), OptionalInt.empty()));
  }

  private static List<Launcher> fromRoot(Path home) throws IOException {
    int uid = unprivileged(home);
    List<String> becomeOther =
        List.of("setsid", "setpriv", "--reuid", "" + uid, "--regid", "" + uid, "--clear-groups");
    List<String> ownNamespace = List.of("setsid", "unshare", "--user", "setpriv");
    return List.of(
        new Launcher(join(becomeOther, DIES_WITH_US), OptionalInt.of(uid)),
        new Launcher(becomeOther, OptionalInt.of(uid)),
        new Launcher(join(ownNamespace, DIES_WITH_US), OptionalInt.of(0)));
  }

  /** Whoever owns the folder, else the user {@code tocsin}, else nobody. */
  private static int unprivileged(Path home) throws IOException {
    int owner = uid(home.resolve(".."));
    return owner != 0 ? owner : named("tocsin").orElse(NOBODY);
  }

  private static Optional<Integer> named(String user) throws IOException {
    try (var lines = Files.lines(Path.of("/etc/passwd"))) {
      return lines
          .filter(line -> line.startsWith(user + ":"))
          .map(line -> Integer.valueOf(line.split(":", -1)[2]))
          .findFirst();
    }
  }

  private boolean reaches(Path home) {
    try {
      return Commands.run(command(List.of("sh", "-c", "cd \"$1\"", "sh", home.toString()))).ok();
    } catch (IOException e) {
      return false; // the first word of the prefix does not exist here
    }
  }

  List<String> command(List<String> command) {
    return join(prefix, command);
  }

  static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
