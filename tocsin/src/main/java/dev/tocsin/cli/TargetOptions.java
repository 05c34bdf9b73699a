package dev.tocsin.cli;

import dev.tocsin.remote.Api;
import dev.tocsin.remote.DatabaseApi;
import dev.tocsin.remote.HttpApi;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which project a command works on: over HTTP, or in the database that the settings name. */
@Command
final class TargetOptions {

  @Mixin private final SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:TOCSIN_API_URL}",
      description =
          "The Tocsin whose project it is, by its API (or $TOCSIN_API_URL). Without it: the"
              + " database of the settings.")
  private @Nullable String url;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      defaultValue = "${env:TOCSIN_API_KEY}",
      description =
          "A read-write key of the project. Better $TOCSIN_API_KEY: others on this machine can"
              + " read command lines.")
  private @Nullable String key;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "Without --url: name or id of the project; not needed where there is one.")
  private @Nullable String project;

  Api open() throws CannotStartException, SettingsException {
    return open(settings, url, key, project, "--url");
  }

  /** The server, or else the project in the database. */
  static Api open(
      SettingsOptions settings,
      @Nullable String url,
      @Nullable String key,
      @Nullable String project,
      String option)
      throws CannotStartException, SettingsException {
    if (url == null || url.isEmpty()) {
      return new DatabaseApi(settings.read(), Optional.ofNullable(project));
    }
    if (key == null || key.isEmpty()) {
      throw new CannotStartException(
          Exit.KEY,
          "%s needs a read-write API key: see --help for where to put it".formatted(option));
    }
    if (project != null) {
      throw new CannotStartException(
          Exit.USAGE, "--project is for the local database: a server knows the key's project");
    }
    return new HttpApi(url, key);
  }
}
