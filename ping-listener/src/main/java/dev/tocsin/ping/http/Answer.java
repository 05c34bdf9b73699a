package dev.tocsin.ping.http;

import java.util.Locale;

/** Every answer that a ping URL gives; what each looks like in bytes is {@link AnswerWriter}'s. */
enum Answer {
  /** The ping is on disk; mostly it is in the database, too. */
  OK(200, "OK"),
  /** As {@link #OK}, and the check was made for it. */
  CREATED(201, "Created"),
  /** No such check. */
  NOT_FOUND(404, "not found"),
  /** The path has none of the forms of a ping URL. */
  NO_ROUTE(404, "no such page"),
  /** Several checks share the slug. */
  AMBIGUOUS(409, "ambiguous slug"),
  /** An exit status above 255, or an upper-case slug. */
  INVALID_URL(400, "invalid url format"),
  /** A run id that is no UUID. */
  INVALID_UUID(400, "invalid uuid format"),
  /** The check is pinged more often than the operator allows. */
  RATE_LIMITED(429, "rate limited"),
  /** All checks of its project together are, and this one was heard a moment ago. */
  PROJECT_LIMITED(429, "rate limited"),
  /** A bound is reached, or the disk failed: the client is to come again. */
  BUSY(503, "try again later");

  final int status;
  final String text;

  Answer(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** Whether the ping counts as accepted: then it is on disk. */
  boolean accepted() {
    return status < 300;
  }

  /** The word for it in metrics. */
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
