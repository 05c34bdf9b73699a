package dev.tocsin.roles;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.api.ApiConfig;
import dev.tocsin.dashboard.api.LocalApi;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.util.List;
import java.util.Optional;

/** A project in the database, for a command that changes it as the API would. */
public final class LocalProject implements AutoCloseable {

  private final AdminDatabase database;
  private final Channels channels;
  private final LocalApi api;
  private final String name;

  private LocalProject(AdminDatabase database, Channels channels, LocalApi api, String name) {
    this.database = database;
    this.channels = channels;
    this.api = api;
    this.name = name;
  }

  /**
   * Finds it.
   *
   * @param project its name or id; empty: the only one there is
   */
  public static LocalProject find(Settings settings, Optional<String> project)
      throws CannotStartException {
    AdminDatabase database = AdminDatabase.find(settings);
    try {
      // A key of our own making would lock the channels away from those who send.
      SecretBox secrets = SecretKey.existing(settings);
      Db db = database.open();
      Found found = find(db, project);
      Channels channels = new Channels(new Sections(settings, database.database()).channels());
      ApiConfig config =
          ApiConfig.of(
              settings.siteUrl().toString(),
              settings.pingUrl() + "/",
              settings.get(Keys.LIMITS_MIN_PERIOD),
              1);
      LocalApi api = new LocalApi(config, db, secrets, channels, found.id(), "cli");
      return new LocalProject(database, channels, api, found.name());
    } catch (CannotStartException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private record Found(long id, String name) {}

  private static Found find(Db db, Optional<String> project) throws CannotStartException {
    List<Found> found =
        db.query(
            "looking for the project",
            """
            SELECT id, name FROM projects
             WHERE NOT system AND (?::text IS NULL OR name = ? OR code::text = ?)
             ORDER BY id LIMIT 2
            """,
            row -> new Found(row.number("id"), row.string("name")),
            project.orElse(null),
            project.orElse(null),
            project.orElse(null));
    if (found.size() == 1) {
      return found.get(0);
    }
    String what = found.isEmpty() ? "there is no such project" : "there are several projects";
    throw new CannotStartException(
        Exit.REFUSED, what + ": say --project with its name or id, or --url with an API key");
  }

  /** The calls. */
  public LocalApi api() {
    return api;
  }

  @Override
  public void close() {
    channels.close();
    database.close();
  }

  @Override
  public String toString() {
    return "project " + name;
  }
}
