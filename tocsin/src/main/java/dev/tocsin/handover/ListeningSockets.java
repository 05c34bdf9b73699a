package dev.tocsin.ops;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that was open before we started and stays open when we end: systemd holds it
 * (sd_listen_fds(3), {@code tocsin.socket}), and who connects while there is no process of ours
 * waits in the kernel for the next one.
 *
 * <p>Vert.x opens its ports itself. It gets this transport, the usual one but for one server
 * channel, which is on the inherited socket and takes "bind" for done.
 */
public final class InheritedSocket implements Transport {

  private static final Logger LOG = LoggerFactory.getLogger(InheritedSocket.class);

  /** Where systemd begins to count: after standard input, output and error. */
  private static final int FIRST = 3;

  private final int descriptor;
  private final AtomicBoolean next = new AtomicBoolean();
  private final io.vertx.core.spi.transport.Transport usual = EPOLL.implementation();

  /**
   * @param descriptor of a socket that listens and does not block
   */
  public InheritedSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * The one that systemd handed to this process; empty if there is none.
   *
   * @param environment LISTEN_FDS says how many, LISTEN_PID for which process
   */
  public static Optional<InheritedSocket> of(Map<String, String> environment) {
    String us = Long.toString(ProcessHandle.current().pid());
    String count = environment.getOrDefault("LISTEN_FDS", "0");
    if (!environment.getOrDefault("LISTEN_PID", "").equals(us) || count.equals("0")) {
      return Optional.empty();
    }
    if (!count.equals("1") || !Epoll.isAvailable()) {
      LOG.warn("ignoring {} sockets of the service manager: only one is understood", count);
      return Optional.empty();
    }
    return Optional.of(new InheritedSocket(FIRST));
  }

  /** The next port that Vert.x opens is this one, whatever number it has. */
  public void openNext() {
    next.set(true);
  }

  private ServerChannel inherited() {
    EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor);
    channel.pipeline().addLast(new BoundAlready());
    LOG.info("the service manager keeps {} open", channel.localAddress());
    return channel;
  }

  private static final class BoundAlready extends ChannelOutboundHandlerAdapter {
    @Override
    public void bind(ChannelHandlerContext context, SocketAddress address, ChannelPromise done) {
      done.setSuccess();
    }
  }

  @Override
  public String name() {
    return EPOLL.name();
  }

  @Override
  public boolean available() {
    return EPOLL.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return EPOLL.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new Implementation();
  }

  /** The usual one in all but {@link #serverChannelFactory}. */
  private final class Implementation implements io.vertx.core.spi.transport.Transport {

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      ChannelFactory<? extends ServerChannel> others = usual.serverChannelFactory(domainSocket);
      return () -> next.compareAndSet(true, false) ? inherited() : others.newChannel();
    }

    @Override
    public boolean supportsDomainSockets() {
      return usual.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return usual.supportFileRegion();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
      return usual.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
      return usual.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return usual.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
      return usual.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // as the interface has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return usual.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      return usual.channelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      usual.configure(channel, options);
    }

    @Override
    public void configure(
        ClientOptionsBase options, int timeout, boolean domainSocket, Bootstrap bootstrap) {
      usual.configure(options, timeout, domainSocket, bootstrap);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap boot) {
      usual.configure(options, domainSocket, boot);
    }
  }
}
