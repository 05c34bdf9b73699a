package dev.tocsin.dashboard.crontab;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must be known about a command before a trap is put in front of it. */
final class Commands {

  /** Shells that know {@code trap … EXIT}. */
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "zsh", "busybox");

  /** {@code exec} with a program ends the shell before its trap; with a redirection it does not. */
  private static final Pattern EXEC =
      Pattern.compile("(^|[;&|({!]|\\b(then|do|else)\\b)\\s*exec\\s+(?![0-9]*[<>&])");

  private static final Pattern TRAP = Pattern.compile("(^|[;&|({])\\s*trap\\s");
  private static final Pattern BACKGROUND = Pattern.compile("(?<![&>|])&\\s*(#.*)?$");

  /** Some crons cut or refuse longer commands. */
  private static final int SURE_LENGTH = 998;

  private Commands() {}

  /** Why a job cannot be watched in this way; empty if it can. */
  static String whyNot(String schedule, String shell, String command) {
    if (schedule.equals("@reboot")) {
      return "runs at boot, at no time that could be watched: left as it is";
    }
    if (!SHELLS.contains(shell.substring(shell.lastIndexOf('/') + 1))) {
      return "runs in %s, whose language we do not write: left as it is".formatted(shell);
    }
    String shown = withoutInput(command);
    if (EXEC.matcher(shown).find()) {
      return "uses exec, after which no shell is left that could ping: remove the word and run this"
          + " again; left as it is";
    }
    return TRAP.matcher(shown).find()
        ? "sets a trap of its own: left as it is, add the ping to that"
        : "";
  }

  /** What a person should know although it works. */
  static List<String> warnings(Job job) {
    List<String> warnings = new ArrayList<>();
    if (BACKGROUND.matcher(withoutInput(job.command())).find()) {
      warnings.add(
          "runs in the background: the ping will say that it was started, not that it ended");
    }
    int length = job.pinging("https://".repeat(12)).length() - job.before().length();
    if (length > SURE_LENGTH) {
      warnings.add("is very long with its ping: some crons take no more than 998 characters");
    }
    return warnings;
  }

  /** The command without what cron gives it to read: all after the first bare percent sign. */
  static String withoutInput(String command) {
    for (int i = 0; i < command.length(); i++) {
      if (command.charAt(i) == '%' && (i == 0 || command.charAt(i - 1) != '\\')) {
        return command.substring(0, i);
      }
    }
    return command;
  }
}
