package dev.tocsin.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears; here it is a socket that keeps all that comes. */
class ServiceManagerTest {

  private static final String SHORT = "40000"; // µs: a sign each 10 ms

  @TempDir Path dir;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @BeforeEach
  void listen() {
    new Bootstrap()
        .group(thread)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext on, DomainDatagramPacket word) {
                heard.add(word.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(socket()))
        .syncUninterruptibly();
  }

  @AfterEach
  void end() {
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  @Test
  void it_hears_that_we_are_up_that_we_live_and_that_we_stop() throws Exception {
    try (ServiceManager manager = manager(Map.of("WATCHDOG_USEC", SHORT))) {
      manager.up(() -> Duration.ZERO);
      assertThat(next()).isEqualTo("READY=1");
      assertThat(next()).isEqualTo("WATCHDOG=1");
      assertThat(next()).isEqualTo("WATCHDOG=1");
      manager.stopping();
      assertThat(untilAnother("WATCHDOG=1")).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void it_hears_nothing_while_we_stand_still_and_again_when_we_move() throws Exception {
    BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
    Duration[] still = {Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ZERO};
    try (ServiceManager manager = manager(Map.of("WATCHDOG_USEC", SHORT))) {
      manager.up(
          () -> {
            Duration now = still[Math.min(asked.size(), still.length - 1)];
            asked.add(now);
            return now;
          });
      assertThat(next()).isEqualTo("READY=1");
      assertThat(next()).isEqualTo("WATCHDOG=1");
      assertThat(asked).startsWith(still);
    }
  }

  @Test
  void it_hears_no_sign_of_life_that_it_did_not_ask_for() throws Exception {
    try (ServiceManager manager = manager(Map.of())) {
      manager.up(() -> Duration.ZERO);
      manager.stopping();
    }
    try (ServiceManager another = manager(Map.of("WATCHDOG_USEC", SHORT, "WATCHDOG_PID", "1"))) {
      another.up(() -> Duration.ZERO);
      another.stopping();
    }
    for (String word : new String[] {"READY=1", "STOPPING=1", "READY=1", "STOPPING=1"}) {
      assertThat(next()).isEqualTo(word);
    }
  }

  @Test
  void there_is_none_without_a_socket_or_behind_a_dead_one() {
    assertThat(ServiceManager.of(Map.of())).isEmpty();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", dir + "/nobody"))).isEmpty();
  }

  private ServiceManager manager(Map<String, String> watchdog) {
    Map<String, String> environment = new HashMap<>(watchdog);
    environment.put("NOTIFY_SOCKET", socket());
    return ServiceManager.of(environment).orElseThrow();
  }

  private String socket() {
    return dir.resolve("notify").toString();
  }

  /** Signs of life go on while we stop, between any two words. */
  private @Nullable String untilAnother(String sign) throws InterruptedException {
    String word = next();
    while (sign.equals(word)) {
      word = next();
    }
    return word;
  }

  private @Nullable String next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }
}
