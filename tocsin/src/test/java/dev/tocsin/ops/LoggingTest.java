package dev.tocsin.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.tocsin.settings.LogFormat;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LoggingTest {

  @Test
  void a_json_line_is_one_object_on_one_line() {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("dev.tocsin.Part");
    LoggingEvent event =
        new LoggingEvent(
            "",
            logger,
            Level.WARN,
            "two\nlines of {}",
            new IllegalStateException("broken"),
            new Object[] {"\"text\""});

    String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

    assertThat(line.strip().lines()).hasSize(1);
    JsonObject json = new JsonObject(line);
    assertThat(json.getString("message")).isEqualTo("two\nlines of \"text\"");
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("error")).contains("broken");
    assertThat(json.getInstant("at")).isNotNull();
  }

  @Test
  void libraries_are_quiet_at_info() {
    LoggerContext context = new LoggerContext();
    Logging.configure(context, Level.INFO, LogFormat.TEXT);

    assertThat(context.getLogger("org.flywaydb.core").isInfoEnabled()).isFalse();
    assertThat(context.getLogger("dev.tocsin.Part").isInfoEnabled()).isTrue();
    context.stop();
  }
}
