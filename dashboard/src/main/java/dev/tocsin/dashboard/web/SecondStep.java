package dev.tocsin.dashboard.web;

import io.vertx.core.http.HttpMethod;

/** Where somebody is sent who signed in with a password alone, and may not go on with it. */
public final class SecondStep {

  /** The page on which they show a second step, or set one up. */
  public static final String PATH = "/account/second-step";

  private SecondStep() {}

  /** Sends them there, and after that to where they wanted to go. */
  static Answer ask(Visit visit) {
    if (visit.fragment()) {
      return Answer.html(401, "").header("HX-Redirect", PATH);
    }
    return ask(visit.method().equals(HttpMethod.GET) ? visit.uri() : "/");
  }

  /**
   * Sends somebody there.
   *
   * @param next where they go after that, a path of ours
   */
  public static Answer ask(String next) {
    return Answer.redirect(PATH + "?next=" + ReturnPath.escaped(next));
  }
}
