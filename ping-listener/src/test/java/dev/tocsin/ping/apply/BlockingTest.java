package dev.tocsin.ping.apply;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BlockingTest {

  @Test
  void a_socket_that_broke_is_trouble_of_the_connection_and_no_fault_of_ours() {
    Future<String> broken = Future.failedFuture(new IOException("Broken pipe"));
    assertThatThrownBy(() -> Blocking.get(broken, Duration.ofSeconds(1)))
        .isInstanceOf(VertxException.class)
        .hasMessage("Broken pipe");
  }
}
