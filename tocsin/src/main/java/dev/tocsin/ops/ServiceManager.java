package dev.tocsin.ops;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd hears of this process: that it is up, that it lives, that it stops. Each is a
 * datagram to the socket that it names in the environment: sd_notify(3), {@code Type=notify}. Java
 * itself has no datagrams for such sockets; Netty, which comes with Vert.x, has.
 *
 * <p>A word that does not arrive is no trouble of ours: systemd draws its own conclusions.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see above
public final class ServiceManager implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  /** Signs of life in the time after which systemd takes a silent process for dead. */
  private static final int SIGNS = 4;

  /** A local socket takes a datagram at once, or its reader is in trouble. */
  private static final long SEND_MILLIS = 500;

  private final EventLoopGroup thread;
  private final Channel socket;
  private final Optional<Duration> watchdog;

  private ServiceManager(EventLoopGroup thread, Channel socket, Optional<Duration> watchdog) {
    this.thread = thread;
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * The one that started us; empty if nobody there listens.
   *
   * @param environment NOTIFY_SOCKET says where, WATCHDOG_USEC after which silence it ends us, and
   *     WATCHDOG_PID which process that is about
   */
  public static Optional<ServiceManager> of(Map<String, String> environment) {
    String path = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (!Epoll.isAvailable()) {
      LOG.warn("the service manager hears nothing of us: no native sockets on this system");
      return Optional.empty();
    }
    EventLoopGroup thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("service-manager", true), EpollIoHandler.newFactory());
    try {
      Channel socket =
          new Bootstrap()
              .group(thread)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(new DomainSocketAddress(path.replaceFirst("^@", "\0")))
              .syncUninterruptibly()
              .channel();
      return Optional.of(new ServiceManager(thread, socket, silence(environment)));
    } catch (Exception e) { // Netty throws what the socket says, declared nowhere
      LOG.warn("the service manager hears nothing of us: {}", e.toString());
      thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      return Optional.empty();
    }
  }

  private static Optional<Duration> silence(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String us = Long.toString(ProcessHandle.current().pid());
    return micros.matches("[1-9]\\d{0,15}")
            && environment.getOrDefault("WATCHDOG_PID", us).equals(us)
        ? Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /** How we are doing. */
  @FunctionalInterface
  public interface Pulse {

    /** For how long nothing has moved. Quick, from any thread. */
    Duration still();
  }

  /**
   * Says that we are up, and from then on that we live: not by a timer alone, but while {@code
   * pulse} has moved since the last sign. Who stands still for the whole time is started again.
   */
  public void up(Pulse pulse) {
    send("READY=1");
    watchdog.ifPresent(
        limit -> {
          Duration pause = limit.dividedBy(SIGNS);
          thread.scheduleAtFixedRate(
              () -> sign(pulse.still().compareTo(pause) <= 0),
              0,
              pause.toNanos(),
              TimeUnit.NANOSECONDS);
        });
  }

  private void sign(boolean lives) {
    if (lives) {
      send("WATCHDOG=1");
    } else {
      LOG.warn("an event loop stands still: no sign of life for the service manager");
    }
  }

  private ChannelFuture send(String word) {
    return socket.writeAndFlush(Unpooled.copiedBuffer(word, StandardCharsets.UTF_8));
  }

  /** Says that we stop, at once: what follows may take its time. */
  public void stopping() {
    send("STOPPING=1").awaitUninterruptibly(SEND_MILLIS);
  }

  @Override
  public void close() {
    thread.shutdownGracefully(0, SEND_MILLIS, TimeUnit.MILLISECONDS);
  }
}
