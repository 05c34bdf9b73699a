package dev.tocsin.channels.email;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** A mail server that takes one letter and forgets it, without a network. */
final class RehearsalSocket extends Socket {

  private static final byte[] ANSWERS =
      """
      220 rehearsal
      250 rehearsal
      250 sender
      250 recipient
      354 go on
      250 taken
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final InetAddress nowhere;
  private final InputStream answers = new ByteArrayInputStream(ANSWERS);

  RehearsalSocket() throws UnknownHostException {
    this.nowhere = InetAddress.getByAddress("rehearsal", new byte[] {127, 0, 0, 1});
  }

  @Override
  public InetAddress getInetAddress() {
    return nowhere;
  }

  @Override
  public InputStream getInputStream() {
    return answers;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }
}
