package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People who may sign in. */
@Command(
    name = "user",
    description = "People who may sign in.",
    subcommands = {
      UserCommand.Create.class,
      UserResetLinkCommand.class,
      UserTwoStepOffCommand.class,
      UserOperatorCommand.class,
      UserKeyCommand.class
    })
final class UserCommand extends CommandGroup {

  /** The account with this address. */
  static Account account(Db db, String email) throws CannotStartException {
    return new Accounts(db)
        .find(email)
        .orElseThrow(
            () ->
                new CannotStartException(
                    Exit.REFUSED, "nobody has an account with the address " + email));
  }

  /** Makes an account. */
  @Command(
      name = "create",
      description = {
        "Make an account; the first one owns all projects that nobody owns.",
        "Works while up runs. The password is asked for, or read from a file or standard input."
      })
  static final class Create implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "EMAIL", description = "The address to sign in with.")
    private String email = "";

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "Its first line is the password; - is standard input.")
    private @Nullable String passwordFile;

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        Accounts accounts = new Accounts(database.open());
        NewAccount made = accounts.create(email, password(), "cli");
        if (made instanceof NewAccount.Refused refused) {
          throw new CannotStartException(Exit.REFUSED, refused.field() + ": " + refused.why());
        }
        System.out.printf("%s may sign in%n", email);
        return 0;
      }
    }

    @SuppressWarnings("SystemConsoleNull") // where it is never null, it reads what is piped in
    private String password() throws CannotStartException {
      Console console = System.console();
      try {
        if (passwordFile != null && !passwordFile.equals("-")) {
          return Files.readString(Path.of(passwordFile)).lines().findFirst().orElse("");
        }
        return passwordFile == null && console != null ? ask(console) : firstLineOfInput();
      } catch (IOException e) {
        throw new CannotStartException(
            Exit.REFUSED, "the password cannot be read: " + e.getMessage(), e);
      }
    }

    private static String ask(Console console) throws CannotStartException {
      char[] once = console.readPassword("Password: ");
      char[] again = console.readPassword("Again: ");
      if (once == null || !Arrays.equals(once, again)) {
        throw new CannotStartException(Exit.REFUSED, "the two passwords differ");
      }
      return new String(once);
    }

    private static String firstLineOfInput() throws IOException {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    }
  }
}
