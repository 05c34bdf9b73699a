package dev.tocsin.ping.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** A TCP proxy in front of Postgres that breaks the link in the ways that links break. */
public final class TcpProxy implements AutoCloseable {

  /** Where a connection is cut around a commit. */
  public enum CommitCut {
    /** The server never sees it. */
    BEFORE,
    /** The server carries it out, and the answer is lost. */
    AFTER
  }

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commits = new AtomicInteger();
  private volatile boolean refusing;
  private volatile boolean frozen;
  private volatile IntPredicate cutBefore = commit -> false;
  private volatile IntPredicate cutAfter = commit -> false;

  public TcpProxy(int targetPort) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = targetPort;
    daemon(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Cuts every connection; new ones may come. */
  public void cut() {
    open.forEach(TcpProxy::closeQuietly);
    open.clear();
  }

  /** Cuts, and accepts nothing until {@link #heal}. */
  public void down() {
    refusing = true;
    cut();
  }

  /** Keeps connections open and accepts new ones, but passes nothing on any more. */
  public void freeze() {
    frozen = true;
  }

  /** Everything new works again. What was frozen stays dead: a half-open connection does. */
  public void heal() {
    refusing = false;
    frozen = false;
  }

  /** Cuts the connection on which the n-th commit (counted from 1) is sent. */
  public void cutAtCommits(CommitCut where, IntPredicate which) {
    if (where == CommitCut.BEFORE) {
      cutBefore = which;
    } else {
      cutAfter = which;
    }
  }

  public int commits() {
    return commits.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (refusing) {
          closeQuietly(client);
          continue;
        }
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(upstream);
        AtomicInteger dead = new AtomicInteger();
        daemon(() -> pump(client, upstream, true, dead));
        daemon(() -> pump(upstream, client, false, dead));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void pump(Socket from, Socket to, boolean fromClient, AtomicInteger dead) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (frozen) {
          dead.set(1);
        }
        if (dead.get() == 1) {
          continue; // swallowed: the other side hears nothing, and no end either
        }
        boolean commit = fromClient && isCommit(buffer, n);
        int count = commit ? commits.incrementAndGet() : 0;
        if (commit && cutBefore.test(count)) {
          break;
        }
        if (commit && cutAfter.test(count)) {
          closeQuietly(from); // the client is gone before any answer
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException cut) {
      // As good as the end of the stream.
    } finally {
      if (dead.get() == 0) {
        // An upstream that was just given a commit still carries it out: a close is no reset.
        closeQuietly(from);
        closeQuietly(to);
      }
    }
  }

  private static boolean isCommit(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT");
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
