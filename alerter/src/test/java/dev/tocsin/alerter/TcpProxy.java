package dev.tocsin.alerter;

import dev.tocsin.store.DbConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable between a test and its database that can be cut and mended. */
public final class TcpProxy implements AutoCloseable {

  private final DbConfig target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  public TcpProxy(DbConfig target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** How to reach the database through this cable. */
  public DbConfig config(Duration connectTimeout) {
    return new DbConfig(
        List.of("127.0.0.1:" + server.getLocalPort()),
        target.database(),
        target.user(),
        target.password(),
        target.properties(),
        target.poolSize(),
        connectTimeout);
  }

  /** Breaks all connections and refuses new ones. */
  public void cut() {
    cut = true;
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  public void heal() {
    cut = false;
  }

  private void accept() {
    String[] parts = target.hosts().get(0).split(":", -1);
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        sockets.add(from);
        if (cut) {
          close(from);
          continue;
        }
        Socket to = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[1]));
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        sockets.add(to);
        daemon(() -> pipe(from, to));
        daemon(() -> pipe(to, from));
      } catch (IOException e) {
        // cut, or closed
      }
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // cut, or closed
    } finally {
      close(from);
      close(to);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    server.close();
  }
}
