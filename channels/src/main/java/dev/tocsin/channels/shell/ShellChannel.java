package dev.tocsin.channels.shell;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Text;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs one command per check, without a shell, with nothing of our environment and nothing to read.
 * Exit status 0 means that people were told. When its time is over it is killed with all that it
 * started; what leaves its family in time (a daemon) is beyond us.
 */
final class ShellChannel implements Channel {

  /** The exit status that mail programs have for "not now" (sysexits.h). */
  static final int EX_TEMPFAIL = 75;

  /** What of a command's words goes into the log of attempts. */
  private static final int MAX_SAID_CHARS = 200;

  /** How often the output is looked at: a command that waits for us to read does nothing. */
  private static final long LOOK_MILLIS = 20;

  private final ShellSettings settings;
  private final Duration limit;
  private final TimeBox timeBox;

  ShellChannel(ShellSettings settings, Duration limit, TimeBox timeBox) {
    this.settings = settings;
    this.limit = limit;
    this.timeBox = timeBox;
  }

  @Override
  public boolean groups() {
    return false;
  }

  @Override
  public Verdict deliver(Alert alert) {
    Facts facts = Facts.of(alert);
    return timeBox.run(limit, cut -> run(facts, cut));
  }

  private Verdict run(Facts facts, TimeBox.Cut cut) throws IOException {
    List<String> command = settings.command().stream().map(facts::fill).toList();
    var builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(facts.environment());
    if (!settings.secret().isEmpty()) {
      environment.put("TOCSIN_SECRET", settings.secret());
    }
    builder.directory(new File("/"));
    builder.redirectInput(Redirect.from(new File("/dev/null"))).redirectErrorStream(true);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return again("the command cannot be started"); // the cause quotes it
    }
    cut.also(() -> killFamily(process));
    try {
      var said = new Tail();
      boolean over;
      do {
        over = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        said.take(process.getInputStream());
      } while (!over);
      return verdict(process.exitValue(), said.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return again("interrupted: this process is stopping");
    }
  }

  private Verdict verdict(int exit, String said) {
    if (exit == 0) {
      return new Verdict.Delivered("exit status 0");
    }
    return again(
        exit == EX_TEMPFAIL
            ? "exit status 75: the command asks for another try" + quoted(said)
            : "exit status %d%s".formatted(exit, quoted(said)));
  }

  /** The last line, which says what went wrong; never the secret. */
  private String quoted(String said) {
    String hidden = settings.secret().isEmpty() ? said : said.replace(settings.secret(), "…");
    String last = hidden.lines().reduce("", (before, line) -> line);
    return last.isEmpty() ? "" : ": " + Text.cut(Text.oneLine(last), MAX_SAID_CHARS);
  }

  private static Verdict again(String why) {
    return new Verdict.TryAgain(why, Optional.empty());
  }

  private static void killFamily(Process process) {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
