package dev.tocsin.drills.management;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A project with its keys. */
record Project(Api api, int port) {

  private static final AtomicInteger MADE = new AtomicInteger();

  /** A word that no other test uses: a name, a slug, a tag. */
  static String fresh(String what) {
    return what + "-" + MADE.incrementAndGet();
  }

  /** With the read-write key, at version 3. */
  Caller write() {
    return new Caller(port, 3, api.apiKey());
  }

  /** With the read-only key, at version 3. */
  Caller read() {
    return new Caller(port, 3, api.readKey());
  }

  /** A new check: the members of a JSON object, without its braces. */
  Check check(String members) {
    return new Check(
        this, UUID.fromString(write().post("checks/", "{" + members + "}").is(201).get("uuid")));
  }

  Check check() {
    return check("");
  }

  /** A channel that takes webhook calls nobody answers; returns its id. */
  String channel(String name) {
    Database.addWebhook(
        Installation.get().db(),
        Installation.get().data(),
        api.projectCode(),
        name,
        "http://127.0.0.1:1/" + name);
    return Installation.get()
        .db()
        .first(
            "the channel",
            "SELECT c.code FROM channels c JOIN projects p ON p.id = c.project_id"
                + " WHERE p.code = ? ORDER BY c.id DESC LIMIT 1",
            row -> row.uuid("code").toString(),
            api.projectCode())
        .orElseThrow();
  }
}
