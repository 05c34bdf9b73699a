package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The least that a balancer does: connections in turn to those that say that they are ready, asked
 * five times a second. It passes bytes on and repeats nothing.
 */
public final class Balancer implements AutoCloseable {

  private static final int ASK_MS = 200;
  private static final int CONNECT_MS = 1_000;

  private final ServerSocket door;
  private final List<Integer> ports;
  private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean stopping;

  /**
   * Opens it.
   *
   * @param ports of those behind it, on 127.0.0.1
   */
  public Balancer(List<Integer> ports) {
    this.ports = List.copyOf(ports);
    try {
      door = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ports.forEach(port -> threads.execute(() -> ask(port)));
    threads.execute(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many are behind it and say that they are ready. */
  public int ready() {
    return ready.size();
  }

  private void ask(int port) {
    while (!stopping) {
      try {
        if (RawHttp.ask(port, "GET", "/readyz", "Connection: close").status() == 200) {
          ready.add(port);
        } else {
          ready.remove(port);
        }
      } catch (IOException e) {
        ready.remove(port);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(ASK_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void accept() {
    while (!stopping) {
      try {
        Socket client = door.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client;
        Socket server = connect()) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      var back = threads.submit(() -> copy(server, client));
      copy(client, server);
      back.get();
      open.remove(server);
    } catch (Exception e) {
      // Nobody is ready, or somebody went away: the client sees a closed connection.
    } finally {
      open.remove(client);
    }
  }

  /** A connection that is refused has said nothing yet: the next one gets it. */
  private Socket connect() throws IOException {
    for (int tries = 0; tries < 2 * ports.size(); tries++) {
      int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
      if (ready.contains(port)) {
        Socket server = new Socket();
        try {
          server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
          return server;
        } catch (IOException e) {
          server.close();
          ready.remove(port);
        }
      }
    }
    throw new IOException("nobody is ready");
  }

  private static void copy(Socket from, Socket to) {
    byte[] some = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        out.write(some, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      try {
        to.close();
      } catch (IOException closed) {
        // As it should be.
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // It is closed then.
    }
    threads.shutdownNow();
  }
}
