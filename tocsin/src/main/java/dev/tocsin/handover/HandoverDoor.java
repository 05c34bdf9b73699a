package dev.tocsin.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the process that is to follow this one knocks: a local socket in the data directory, for
 * the same user alone. It is given the ports, by their descriptors, and when it serves it says so.
 * One at a time; one that goes away without a word changes nothing.
 *
 * <p>Lines: {@code hello} is answered with our process number and the names of our ports, or {@code
 * busy}; {@code socket NAME} with a descriptor; {@code stop} with {@code stopping}, and from then
 * on the file is free for the successor's own.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // Netty closes what fails, and the other end sees that
public final class HandoverDoor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HandoverDoor.class);

  private static final int LONGEST_LINE = 100;
  private static final long OPEN_MILLIS = 2_000;

  /** What fits into a socket's address, with room for a zero. */
  private static final int LONGEST_PATH = 107;

  private final ListeningSockets sockets;
  private final Runnable stop;
  private final AtomicReference<@Nullable Channel> successor = new AtomicReference<>();
  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("handover", true), EpollIoHandler.newFactory());
  private @Nullable Channel server;

  private HandoverDoor(ListeningSockets sockets, Runnable stop) {
    this.sockets = sockets;
    this.stop = stop;
  }

  /**
   * Opens it, unless another process has one there, or the system has no such sockets: then nobody
   * can follow without a pause, and that is all.
   *
   * @param file made, and gone with us
   * @param stop the successor serves: end. Called once
   */
  public static Optional<HandoverDoor> open(Path file, ListeningSockets sockets, Runnable stop) {
    if (!Epoll.isAvailable() || !fits(file)) {
      LOG.debug("no process can take over from this one: no local socket at {}", file);
      return Optional.empty();
    }
    try {
      if (Predecessor.answersAt(file)) {
        LOG.info("another process listens at {}: it can be taken over, this one cannot", file);
        return Optional.empty();
      }
      Files.createDirectories(file.getParent());
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("no process can take over from this one: {}", e.toString());
      return Optional.empty();
    }
    HandoverDoor door = new HandoverDoor(sockets, stop);
    door.listen(file);
    return Optional.of(door);
  }

  /** Whether a local socket can have this path: systems allow a hundred bytes or so. */
  static boolean fits(Path file) {
    return file.toString().getBytes(UTF_8).length <= LONGEST_PATH;
  }

  private void listen(Path file) {
    var bound =
        new ServerBootstrap()
            .group(thread)
            .channel(EpollServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                        .addLast(new StringDecoder(UTF_8))
                        .addLast(new Words());
                  }
                })
            .bind(new DomainSocketAddress(file.toFile()));
    server = bound.channel();
    if (!bound.awaitUninterruptibly(OPEN_MILLIS) || !bound.isSuccess()) {
      LOG.warn("no process can take over from this one: {}", String.valueOf(bound.cause()));
    }
  }

  private final class Words extends SimpleChannelInboundHandler<String> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, String line) {
      Channel channel = context.channel();
      if (line.equals("hello")) {
        boolean first = successor.compareAndSet(null, channel);
        say(
            channel,
            first
                ? ProcessHandle.current().pid() + " " + String.join(",", sockets.shareable())
                : "busy");
      } else if (successor.get() != channel) {
        channel.close();
      } else if (line.startsWith("socket ")) {
        give(channel, line.substring("socket ".length()));
      } else if (line.equals("stop")) {
        stop(channel);
      } else {
        channel.close();
      }
    }

    private void give(Channel channel, String port) {
      sockets
          .descriptor(port)
          .ifPresentOrElse(
              socket ->
                  channel.writeAndFlush(socket).addListener(ChannelFutureListener.CLOSE_ON_FAILURE),
              channel::close);
    }

    /** Netty removes the file with its socket: before the successor makes its own. */
    private void stop(Channel channel) {
      LOG.info("another process has taken over: stopping");
      Channel door = server;
      if (door != null) {
        door.close().addListener(closed -> say(channel, "stopping"));
      }
      new Thread(stop, "taken-over").start();
    }

    private static void say(Channel channel, String line) {
      channel
          .writeAndFlush(Unpooled.copiedBuffer(line + "\n", UTF_8))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      successor.compareAndSet(context.channel(), null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("a successor failed: {}", cause.toString());
      context.close();
    }
  }

  /** The successor sees by the end of its connection that we are gone: it ends with the process. */
  @Override
  public void close() {
    Channel door = server;
    if (door != null) {
      door.close().awaitUninterruptibly(TimeUnit.SECONDS.toMillis(1));
    }
  }
}
