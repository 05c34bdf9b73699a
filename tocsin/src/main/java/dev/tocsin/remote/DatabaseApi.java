package dev.tocsin.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.api.LocalApi;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.LocalProject;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.DbException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A project in the database of this machine's settings: no server and no key. */
public final class DatabaseApi implements Api {

  private static final byte[] NOTHING = {};

  private final LocalProject project;

  /**
   * A project.
   *
   * @param project its name or id; empty: the only one there is
   */
  public DatabaseApi(Settings settings, Optional<String> project) throws CannotStartException {
    this.project = LocalProject.find(settings, project);
  }

  @Override
  public Answer get(String path) throws CannotStartException {
    return call(path, NOTHING);
  }

  @Override
  public Answer post(String path, JsonNode body) throws CannotStartException {
    return call(path, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Answer call(String path, byte[] body) throws CannotStartException {
    try {
      LocalApi.Answer answer = project.api().call(path.replaceFirst("^v3/", ""), body);
      return Answer.of(answer.status(), answer.body());
    } catch (DbException e) {
      throw new CannotStartException(Exit.DATABASE, e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    project.close();
  }

  @Override
  public String toString() {
    return project.toString();
  }
}
