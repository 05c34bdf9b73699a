package dev.tocsin.drills.contract;

import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.RawHttp.Answer;
import java.io.IOException;

/** The three places where the tree of ping URLs hangs. Every rule holds at each of them. */
enum Door {
  /** The port of {@code up}, below {@code /ping/}. */
  ALL_IN_ONE("/ping"),
  /** The listener's own port, below {@code /ping/}. */
  LISTENER("/ping"),
  /** The listener's own port, at the root. */
  LISTENER_ROOT("");

  private final String prefix;

  Door(String prefix) {
    this.prefix = prefix;
  }

  int port() {
    Installation it = Installation.get();
    return this == ALL_IN_ONE ? it.upPort() : it.listenerPort();
  }

  /** The request target for a path of the contract, which begins with {@code /}. */
  String at(String path) {
    return prefix + path;
  }

  /** One GET on a connection of its own. */
  Answer get(String path, String... headers) throws IOException {
    return ask("GET", path, headers);
  }

  Answer ask(String method, String path, String... headers) throws IOException {
    return RawHttp.ask(port(), method, at(path), headers);
  }

  Answer post(String path, byte[] body, String... headers) throws IOException {
    try (RawHttp http = open()) {
      return http.post("POST", at(path), body, headers);
    }
  }

  RawHttp open() throws IOException {
    return new RawHttp(port());
  }
}
