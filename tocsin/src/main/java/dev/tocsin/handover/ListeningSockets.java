package dev.tocsin.handover;

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
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of this process by name, and among them those that were open before it started: systemd
 * holds one (sd_listen_fds(3), {@code tocsin.socket}), or the process whose place this one takes
 * has handed it over. Who connects while nobody accepts waits in the kernel for whoever does next.
 *
 * <p>Vert.x opens its ports itself. It gets this transport, the usual one but for its server
 * channels: each is remembered, and one on a socket that is open takes "bind" for done.
 */
public final class ListeningSockets implements Transport {

  /** The port of HTTP, whatever the role. */
  public static final String HTTP = "http";

  /** The port of pings by e-mail. */
  public static final String MAIL = "mail";

  private static final Logger LOG = LoggerFactory.getLogger(ListeningSockets.class);

  /** Where systemd begins to count: after standard input, output and error. */
  private static final int FIRST = 3;

  /** Closing a socket takes microseconds, on an event loop that turns. */
  private static final Duration CLOSING = Duration.ofMillis(500);

  private final Transport transport = Epoll.isAvailable() ? EPOLL : NIO;
  private final io.vertx.core.spi.transport.Transport usual = transport.implementation();
  private final Map<String, Integer> held = new ConcurrentHashMap<>();
  private final Map<String, List<Channel>> open = new ConcurrentHashMap<>();
  private volatile String opening = "";

  /**
   * With the socket that systemd handed to this process, if there is one.
   *
   * @param environment LISTEN_FDS says how many, LISTEN_PID for which process
   */
  public static ListeningSockets of(Map<String, String> environment) {
    ListeningSockets sockets = new ListeningSockets();
    String us = Long.toString(ProcessHandle.current().pid());
    String count = environment.getOrDefault("LISTEN_FDS", "0");
    if (!environment.getOrDefault("LISTEN_PID", "").equals(us) || count.equals("0")) {
      return sockets;
    }
    if (!count.equals("1") || !Epoll.isAvailable()) {
      LOG.warn("ignoring {} sockets of the service manager: only one is understood", count);
      return sockets;
    }
    sockets.hold(HTTP, FIRST);
    return sockets;
  }

  /**
   * A port that is open already.
   *
   * @param descriptor of a socket that listens and does not block
   */
  public void hold(String port, int descriptor) {
    held.put(port, descriptor);
  }

  /** Whether this port is open already, and nobody here listens yet. */
  public boolean holds(String port) {
    return held.containsKey(port);
  }

  /**
   * What Vert.x opens next is the port of this name; the one that is open already, if there is one.
   */
  public void openNext(String port) {
    opening = port;
  }

  /** From now on nobody is accepted there. Who has been is not cut off. */
  public void stopAccepting(String port) {
    for (Channel channel : open.getOrDefault(port, List.of())) {
      channel.close().awaitUninterruptibly(CLOSING.toMillis());
    }
  }

  /** The names of ports that another process can be given. */
  Set<String> shareable() {
    Set<String> names = new TreeSet<>(open.keySet());
    names.removeIf(port -> descriptor(port).isEmpty());
    return names;
  }

  /** What stands for an open port; stays ours to close. */
  Optional<FileDescriptor> descriptor(String port) {
    return open.getOrDefault(port, List.of()).stream()
        .filter(channel -> channel.isActive() && channel instanceof EpollServerSocketChannel)
        .map(channel -> ((UnixChannel) channel).fd())
        .map(FileDescriptor.class::cast)
        .findFirst();
  }

  private ServerChannel inherited(int descriptor) {
    EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor);
    channel.pipeline().addLast(new BoundAlready());
    LOG.info("{} was open already", channel.localAddress());
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
    return transport.name();
  }

  @Override
  public boolean available() {
    return transport.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return transport.unavailabilityCause();
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
      return () -> {
        Integer descriptor = held.remove(opening);
        ServerChannel made = descriptor == null ? others.newChannel() : inherited(descriptor);
        open.computeIfAbsent(opening, port -> new CopyOnWriteArrayList<>()).add(made);
        return made;
      };
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
