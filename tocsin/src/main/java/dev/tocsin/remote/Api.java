package dev.tocsin.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import java.nio.charset.StandardCharsets;

/** A project, by calls of the Management API. */
public interface Api extends AutoCloseable {

  /**
   * An answer.
   *
   * @param text the body
   */
  record Answer(int status, String text) {

    static Answer of(int status, byte[] body) {
      return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    /** The body as JSON; a missing node if it is none. */
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      }
    }

    /** Throws what a person can use, unless this is a success or a refusal of what was sent. */
    public Answer usable(Api from) throws CannotStartException {
      if (status == 200 || status == 201 || status == 400) {
        return this;
      }
      String said = json().path("error").asText("");
      throw switch (status) {
        case 401 ->
            new CannotStartException(
                Exit.KEY,
                "%s: the API key was refused (%s); a read-write key of the project is needed"
                    .formatted(from, said));
        case 403 ->
            new CannotStartException(Exit.KEY, "%s: not with this key. %s".formatted(from, said));
        case 404, 405 ->
            new CannotStartException(
                Exit.REFUSED, from + ": there is no such call: is it the root of a Tocsin?");
        case 413 -> new CannotStartException(Exit.DATA, from + ": too much for one request");
        default ->
            new CannotStartException(
                Exit.DATABASE, "%s: answered %d %s".formatted(from, status, said).strip());
      };
    }
  }

  /**
   * Reads.
   *
   * @param path after {@code /api/}, for example {@code v3/checks/}
   */
  Answer get(String path) throws CannotStartException;

  /** Sends JSON. */
  Answer post(String path, JsonNode body) throws CannotStartException;

  @Override
  void close();

  /** Where it is, for people; no secret. */
  @Override
  String toString();
}
