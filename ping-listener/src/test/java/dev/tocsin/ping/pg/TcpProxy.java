package dev.tocsin.ping.pg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
  private final AtomicInteger held = new AtomicInteger();
  private volatile long holdUntil = System.nanoTime();
  private final AtomicBoolean mute = new AtomicBoolean();

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

  /**
   * Holds all transactions that need no sync and begin within this time, with all that follows on
   * their connections, and hands them over at its end, even if whoever sent them has given their
   * connections up: the first of them first, the others half a second later.
   */
  public void holdUnsynced(Duration time) {
    held.set(0);
    holdUntil = System.nanoTime() + time.toNanos();
  }

  /** How many were held. */
  public int held() {
    return held.get();
  }

  /** Passes the next commit on, and nothing back any more on its connection, which stays open. */
  public void muteAtNextCommit() {
    mute.set(true);
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
        client.setTcpNoDelay(true); // else each of many small answers waits 40 ms
        upstream.setTcpNoDelay(true);
        open.add(client);
        open.add(upstream);
        AtomicInteger dead = new AtomicInteger();
        AtomicInteger muted = new AtomicInteger();
        daemon(() -> pump(client, upstream, true, dead, muted));
        daemon(() -> pump(upstream, client, false, dead, muted));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void pump(
      Socket from, Socket to, boolean fromClient, AtomicInteger dead, AtomicInteger muted) {
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
        if (fromClient && contains(buffer, n, "synchronous_commit = off")) {
          hold(Arrays.copyOf(buffer, n), in, out);
          continue;
        }
        boolean commit = fromClient && contains(buffer, n, "COMMIT");
        if (commit && mute.getAndSet(false)) {
          muted.set(1);
        }
        if (!fromClient && muted.get() == 1) {
          continue;
        }
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

  /** Takes what comes as a server's socket would, and has the server read it late. */
  private void hold(byte[] first, InputStream in, OutputStream server) throws IOException {
    long until = holdUntil;
    ByteArrayOutputStream late = new ByteArrayOutputStream();
    late.write(first);
    if (until - System.nanoTime() > 0) {
      long end = until + (held.incrementAndGet() == 1 ? 0 : 500_000_000);
      while (end - System.nanoTime() > 0) {
        late.write(in.readNBytes(in.available()));
        LockSupport.parkNanos(2_000_000);
      }
    }
    late.writeTo(server);
    server.flush();
  }

  private static boolean contains(byte[] buffer, int length, String word) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(word);
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
