package dev.tocsin.channels.ntfy;

import dev.tocsin.channels.Call.Header;
import java.net.URI;
import java.util.List;

/**
 * Where messages are published.
 *
 * @param topic whoever knows it can read it, on a server that asks for no login
 * @param login the header for it, if there is a login
 */
record NtfySettings(URI server, String topic, Priority down, Priority up, List<Header> login) {

  NtfySettings {
    login = List.copyOf(login);
  }
}
