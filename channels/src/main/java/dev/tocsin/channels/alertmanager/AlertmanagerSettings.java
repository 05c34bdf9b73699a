package dev.tocsin.channels.alertmanager;

import dev.tocsin.channels.Call.Header;
import java.time.Duration;
import java.util.List;

/**
 * Where alerts are posted.
 *
 * @param server without a slash at the end
 * @param host of the server, for people
 * @param keep how long an alert fires if nothing more is said of it
 * @param login the header for it, if there is a login
 */
record AlertmanagerSettings(
    String server,
    String host,
    String alertname,
    String severity,
    Duration keep,
    List<Header> login) {

  AlertmanagerSettings {
    login = List.copyOf(login);
  }
}
