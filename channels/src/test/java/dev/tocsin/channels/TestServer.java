package dev.tocsin.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** Accepts connections on loopback and gives each a thread; what is said there is up to others. */
public abstract class TestServer implements AutoCloseable {

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  @SuppressWarnings("this-escape") // nobody knows the port before it is made
  protected TestServer(Optional<SSLContext> tls) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      listening =
          tls.isPresent()
              ? tls.get().getServerSocketFactory().createServerSocket(0, 50, loopback)
              : new ServerSocket(0, 50, loopback);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    start(this::acceptAll);
  }

  protected abstract void talk(Socket with) throws IOException, InterruptedException;

  public final int port() {
    return listening.getLocalPort();
  }

  /** Says nothing until the test is over. */
  protected final void hang() throws InterruptedException {
    closed.await();
  }

  /** Says this, again and again, a byte at a time, until nobody listens. */
  protected final void trickle(Socket to, String text) throws IOException, InterruptedException {
    while (!closed.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      for (byte b : text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
        to.getOutputStream().write(b);
        to.getOutputStream().flush();
        if (closed.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  private void acceptAll() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        start(() -> talkAndClose(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talkAndClose(Socket socket) {
    try (socket) {
      talk(socket);
    } catch (IOException | InterruptedException e) {
      // The other side left, or the test is over: both are what tests are about.
    } finally {
      open.remove(socket);
    }
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "test-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
