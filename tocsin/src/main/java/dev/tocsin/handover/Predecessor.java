package dev.tocsin.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process whose place this one takes, as seen through its {@link HandoverDoor}. Until it is
 * told to stop it serves as before; if we end without a word, it goes on.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // Netty closes what fails, and the other end sees that
public final class Predecessor implements AutoCloseable {

  /** It only has to look at what it has. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final int LONGEST_LINE = 100;
  private static final String GONE = "";

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("predecessor", true), EpollIoHandler.newFactory());
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final EpollDomainSocketChannel channel;
  private final long pid;
  private final List<String> ports;

  private Predecessor(Path file) throws IOException {
    boolean connected = false;
    try {
      channel = connect(file);
      say("hello");
      if (!(answer() instanceof String line) || !line.matches("\\d{1,10} [a-z,]*")) {
        throw new IOException("another process is taking over from it just now");
      }
      pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
      ports = List.of(line.substring(line.indexOf(' ') + 1).split(",", -1));
      connected = true;
    } finally {
      if (!connected) {
        thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      }
    }
  }

  /**
   * The one that listens there; empty if none does.
   *
   * @throws IOException if it does not answer as expected
   */
  public static Optional<Predecessor> at(Path file) throws IOException {
    return answersAt(file) ? Optional.of(new Predecessor(file)) : Optional.empty();
  }

  /** Whether a process listens there. */
  static boolean answersAt(Path file) {
    if (!Epoll.isAvailable() || !HandoverDoor.fits(file) || !Files.exists(file)) {
      return false;
    }
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(file));
    } catch (IOException e) {
      return false; // left behind by a process that was killed
    }
  }

  private EpollDomainSocketChannel connect(Path file) throws IOException {
    var connecting =
        new Bootstrap()
            .group(thread)
            .channel(EpollDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<EpollDomainSocketChannel>() {
                  @Override
                  protected void initChannel(EpollDomainSocketChannel made) {
                    made.pipeline()
                        .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                        .addLast(new StringDecoder(UTF_8))
                        .addLast(new Answers());
                  }
                })
            .connect(new DomainSocketAddress(file.toFile()));
    if (!connecting.awaitUninterruptibly(ANSWER.toMillis()) || !connecting.isSuccess()) {
      throw new IOException("cannot reach it at " + file, connecting.cause());
    }
    return (EpollDomainSocketChannel) connecting.channel();
  }

  private final class Answers extends SimpleChannelInboundHandler<Object> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Object answer) {
      answers.add(answer);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answers.add(GONE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private void say(String line) throws IOException {
    var said = channel.writeAndFlush(Unpooled.copiedBuffer(line + "\n", UTF_8));
    if (!said.awaitUninterruptibly(ANSWER.toMillis()) || !said.isSuccess()) {
      throw new IOException("it is gone");
    }
  }

  private Object answer() throws IOException {
    try {
      Object answer = answers.poll(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null || answer.equals(GONE)) {
        throw new IOException("no answer");
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Its process number, as it sees itself. */
  public long pid() {
    return pid;
  }

  /** Whether it has a port of this name. */
  public boolean has(String port) {
    return ports.contains(port);
  }

  /**
   * One of its ports: from now on open here, too, and accepting nobody yet.
   *
   * @param port one that it {@link #has}
   * @return a descriptor, ours to close
   */
  public int socket(String port) throws IOException {
    // The kernel would throw away a descriptor that is read as bytes.
    channel.config().setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
    try {
      say("socket " + port);
      if (answer() instanceof FileDescriptor descriptor) {
        return descriptor.intValue();
      }
      throw new IOException("it does not hand over its port for " + port);
    } finally {
      channel.config().setReadMode(DomainSocketReadMode.BYTES);
    }
  }

  /** Where the socket of a descriptor listens. */
  public static InetSocketAddress address(int descriptor) {
    return new Socket(descriptor).localAddress();
  }

  /**
   * Tells it to stop: we serve. Returns when it is about to.
   *
   * @return whether it heard; if not, it is gone already
   */
  public boolean stop() {
    try {
      say("stop");
      return answer().equals("stopping");
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for its end. */
  public boolean awaitEnd(Duration longest) {
    return channel.closeFuture().awaitUninterruptibly(longest.toMillis());
  }

  /** Without a word: it goes on. */
  @Override
  public void close() {
    channel.close();
    thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
