package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire to a Postgres, which can be bad: silent, slow, or cut, also in the very moment in which
 * a transaction is committed and nobody hears the answer.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int CHUNK = 64 * 1024;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ServerSocket door;
  private final int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commitsToCut = new AtomicInteger();
  private volatile boolean silent;
  private volatile Duration longestDelay = Duration.ZERO;

  private TcpProxy(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /** A good wire to a port of this machine. */
  public static TcpProxy to(int port) {
    try {
      TcpProxy proxy =
          new TcpProxy(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()), port);
      start("wire-door", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Connections are taken, and nothing moves on any; what was sent arrives once it is over. */
  public void silent(boolean is) {
    silent = is;
  }

  /** Each answer of the server is so late at most, drawn anew; those to log-ins are not. */
  public void slow(Duration longest) {
    longestDelay = longest;
  }

  /** Cuts all connections. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Cuts so many connections, each when it has passed on a COMMIT and before its answer. */
  public void cutAtCommits(int count) {
    commitsToCut.set(count);
  }

  /** How many are still to be cut so. */
  public int commitsToCut() {
    return commitsToCut.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Link link = new Link(door.accept());
        links.add(link);
        start("wire", link::run);
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection. */
  private final class Link {

    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean loggedIn;

    private Link(Socket client) {
      this.client = client;
    }

    private void run() {
      try {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        hold();
        server.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        start("wire-back", () -> pump(server, client, false));
        pump(client, server, true);
      } catch (IOException e) {
        close(); // the server is not there
      }
    }

    private void pump(Socket from, Socket to, boolean asking) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
          hold();
          if (!asking) {
            delay(chunk, length);
          }
          out.write(chunk, 0, length);
          if (asking && commits(chunk, length)) {
            close();
          }
        }
      } catch (IOException e) {
        // The other half ends with this one.
      } finally {
        close();
      }
    }

    private boolean commits(byte[] chunk, int length) {
      return commitsToCut.get() > 0
          && new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")
          && commitsToCut.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private void delay(byte[] chunk, int length) {
      long most = longestDelay.toMillis();
      if (loggedIn && most > 0) {
        Await.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1)));
      }
      loggedIn |= isReady(chunk, length);
    }

    private void hold() {
      while (silent && !door.isClosed()) {
        Await.pause(LOOK);
      }
    }

    private void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is of no use any more either way.
        }
      }
    }
  }

  /** Whether the server's words end with its message ReadyForQuery. */
  private static boolean isReady(byte[] chunk, int length) {
    return length >= 6 && chunk[length - 6] == 'Z' && chunk[length - 2] == 5;
  }

  @Override
  public void close() {
    silent = false;
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
