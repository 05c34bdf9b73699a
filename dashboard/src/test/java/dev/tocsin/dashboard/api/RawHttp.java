package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that a well-behaved client would not send. */
final class RawHttp {

  private RawHttp() {}

  /** GETs a target as it stands, and reads the body as JSON. */
  static JsonNode get(int port, String target, String key) {
    String answer =
        exchange(
            port,
            "GET %s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nConnection: close\r\n\r\n"
                .formatted(target, key)
                .getBytes(StandardCharsets.UTF_8));
    try {
      return ApiServer.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    } catch (IOException e) {
      throw new UncheckedIOException(answer, e);
    }
  }

  /** Sends bytes and reads until the server closes. */
  static String exchange(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
