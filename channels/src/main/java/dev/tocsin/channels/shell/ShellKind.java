package dev.tocsin.channels.shell;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * A command of the machine that the alerter runs on. Whoever may edit channels may then run
 * anything there as the user of this program: therefore it is off unless the operator allows it.
 */
public final class ShellKind extends FlatKind<ShellSettings> {

  private static final int MAX_ARGUMENTS = 20;

  private static final List<Field> FIELDS =
      List.of(
          Field.lines("command", "Command", MAX_ARGUMENTS)
              .needed()
              .example("/usr/local/bin/tell-us\n--check\n$NAME")
              .hint(
                  "The program's absolute path, and each of its arguments on a line of its own."
                      + " No shell reads it. Everybody with the right to see channels sees it."),
          Field.secret("secret", "Secret")
              .upTo(1_000)
              .hint("What the command finds in TOCSIN_SECRET, for example a token."));

  private final boolean allowed;
  private final Duration limit;
  private final TimeBox timeBox;

  /**
   * @param allowed whether the operator allows it
   * @param limit how long one run may take
   */
  public ShellKind(boolean allowed, Duration limit, TimeBox timeBox) {
    super("shell", "Shell command", Pace.NONE, FIELDS);
    this.allowed = allowed;
    this.limit = limit;
    this.timeBox = timeBox;
  }

  @Override
  public boolean offered() {
    return allowed;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    if (!values.lines("command").get(0).startsWith("/")) {
      json.problem("command[0]", "begin with the absolute path of the program");
    }
  }

  @Override
  protected ShellSettings settings(Values values) {
    return new ShellSettings(values.lines("command"), values.text("secret"));
  }

  @Override
  protected String summaryOf(ShellSettings settings) {
    String path = settings.command().get(0);
    return "Runs " + path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  protected Channel channel(ShellSettings settings) {
    return allowed ? new ShellChannel(settings, limit, timeBox) : new SwitchedOff();
  }

  /** For channels that were made while it was allowed. */
  private record SwitchedOff() implements Channel {
    @Override
    public Verdict deliver(Alert alert) {
      return new Verdict.GiveUp("shell commands are switched off here, see channels.shell");
    }

    @Override
    public boolean groups() {
      return false;
    }
  }
}
