package dev.tocsin.roles;

import dev.tocsin.postgres.Holder;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code tocsin doctor} sees of a machine: the data directory, its disk, files, the clock. */
final class MachineLook {

  private static final double NEARLY_FULL = 0.80;
  private static final double FULL = 0.95;

  /** Besides connections: journal, jar, database, sockets. */
  private static final int OTHER_FILES = 500;

  private static final Pattern OPEN_FILES =
      Pattern.compile("Max open files\\s+(\\d+|unlimited)\\s+(\\d+|unlimited)");

  private static final Set<String> CLOCK_KEEPERS =
      Set.of("chronyd", "ntpd", "systemd-timesyn", "openntpd", "ptp4l", "phc2sys", "ntpsec");

  private static final Set<PosixFilePermission> OF_STRANGERS =
      EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  private final Trial trial;

  MachineLook(Trial trial) {
    this.trial = trial;
  }

  /**
   * All of it.
   *
   * @param holder the process that has the data directory
   */
  void look(Settings settings, Optional<Holder> holder) {
    Path dir = settings.get(Keys.DATA_DIR);
    if (dataDirectory(dir)) {
      trial.ok(
          "data directory: " + holder.map(it -> "held by " + it.says()).orElse("no up holds it"));
      disk(dir);
      journal(Sections.journalDir(settings), settings.get(Keys.JOURNAL_MAX_BYTES));
    }
    openFiles(holder, settings.get(Keys.HTTP_MAX_CONNECTIONS));
    clock();
  }

  /** Whether there is one that can be looked at. */
  boolean dataDirectory(Path dir) {
    if (!Files.exists(dir)) {
      trial.warning("data directory: %s does not exist; a start makes it".formatted(dir));
      return false;
    }
    if (!Files.isDirectory(dir)) {
      trial.failed("data directory: %s is no folder; set data.dir to one".formatted(dir));
      return false;
    }
    try {
      if (Files.isWritable(dir)) {
        trial.ok("data directory: %s, of user %s".formatted(dir, Files.getOwner(dir).getName()));
      } else {
        trial.failed(
            "data directory: %s of user %s is not writable for this user (%s): run this as the user"
                    .formatted(dir, Files.getOwner(dir).getName(), System.getProperty("user.name"))
                + " that runs Tocsin, or give it the folder");
      }
      strangers(dir);
      strangers(dir.resolve("secret.key"));
      return true;
    } catch (IOException e) {
      trial.failed("data directory: %s cannot be looked at: %s".formatted(dir, e));
      return false;
    }
  }

  private void strangers(Path path) throws IOException {
    if (Files.exists(path)) {
      Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
      rights.addAll(Files.getPosixFilePermissions(path));
      rights.retainAll(OF_STRANGERS);
      if (!rights.isEmpty()) {
        trial.warning("data directory: all users may read or write %s: chmod o-rw".formatted(path));
      }
    }
  }

  private void disk(Path dir) {
    try {
      FileStore store = Files.getFileStore(dir);
      long total = store.getTotalSpace();
      long free = store.getUsableSpace();
      double used = total == 0 ? 0 : 1 - (double) free / total;
      String line =
          "disk: %s of %s are free where the data directory is".formatted(size(free), size(total));
      if (used >= FULL) {
        trial.failed(line + "; make room: when it is full, pings are refused");
      } else if (used >= NEARLY_FULL) {
        trial.warning(line + "; make room before it is full");
      } else {
        trial.ok(line);
      }
    } catch (IOException e) {
      trial.warning("disk: cannot be looked at: " + e);
    }
  }

  private void journal(Path dir, long max) {
    if (!Files.isDirectory(dir)) {
      trial.ok("journal: none yet");
      return;
    }
    try (Stream<Path> files = Files.walk(dir)) {
      long bytes = files.mapToLong(MachineLook::length).sum();
      String line = "journal: %s on disk, %s at most".formatted(size(bytes), size(max));
      if (bytes >= NEARLY_FULL * max) {
        trial.warning(line + "; what the database has taken goes when room is needed");
      } else {
        trial.ok(line);
      }
    } catch (IOException | UncheckedIOException e) {
      trial.warning("journal: cannot be read: " + e.getMessage());
    }
    Path damaged = dir.resolve("damaged");
    if (Files.exists(damaged)) {
      trial.warning(
          "journal: some of it could not be read and is in %s: tocsin journal verify"
              .formatted(damaged));
    }
  }

  private static long length(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // removed meanwhile: it was applied
    }
  }

  private void openFiles(Optional<Holder> holder, int connections) {
    String process = holder.map(it -> Long.toString(it.pid())).orElse("self");
    OptionalLong limit = limit(Path.of("/proc", process, "limits"), holder.isPresent());
    if (limit.isEmpty()) {
      trial.ok("open files: how many are allowed cannot be seen from here");
      return;
    }
    String line =
        "open files: %d are allowed%s"
            .formatted(limit.getAsLong(), holder.isPresent() ? "" : " here");
    if (limit.getAsLong() < connections + OTHER_FILES) {
      trial.warning(
          "%s, which is less than http.max-connections (%d) needs: raise the limit (ulimit -n,"
                  .formatted(line, connections)
              + " LimitNOFILE) or lower the setting");
    } else {
      trial.ok(line);
    }
  }

  /** Java takes the hard limit for itself; of a process that runs, the soft one counts. */
  private static OptionalLong limit(Path limits, boolean runs) {
    try {
      Matcher matcher = OPEN_FILES.matcher(Files.readString(limits));
      if (matcher.find()) {
        String text = matcher.group(runs ? 1 : 2);
        return OptionalLong.of(text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text));
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // another user's process
    }
  }

  private void clock() {
    boolean contained =
        Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"));
    Optional<String> keeper = processes().stream().filter(CLOCK_KEEPERS::contains).findFirst();
    if (keeper.isPresent()) {
      trial.ok("clock: kept by " + keeper.get());
    } else if (contained) {
      trial.ok("clock: this is a container; let its host keep time (chrony, systemd-timesyncd)");
    } else {
      trial.warning(
          "clock: no program is seen that keeps it: run chrony or systemd-timesyncd, unless the"
              + " host of this machine does");
    }
  }

  private static List<String> processes() {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(dir -> String.valueOf(dir.getFileName()).matches("\\d+"))
          .map(MachineLook::command)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String command(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  private static String size(long bytes) {
    return bytes >= 1L << 30
        ? "%.1f GiB".formatted(bytes / (double) (1L << 30))
        : "%.1f MiB".formatted(bytes / (double) (1L << 20));
  }
}
