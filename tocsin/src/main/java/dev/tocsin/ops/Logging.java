package dev.tocsin.ops;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.tocsin.settings.LogFormat;
import dev.tocsin.settings.LogLevel;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Lines on standard output, for people or as JSON.
 *
 * <p>They go through a bounded queue that drops rather than waits: an event loop must not stand
 * still because nobody reads our output.
 */
public final class Logging {

  private static final int QUEUE = 4_096;
  private static final int FLUSH_MILLIS = 1_000;
  private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %-18logger{0} %msg%n";

  /** Talkative about what is our own business to report. */
  private static final List<String> QUIET =
      List.of("org.flywaydb", "com.zaxxer.hikari", "io.netty", "io.vertx", "org.jboss", "jakarta");

  private Logging() {}

  /** From now on: this much, like this. */
  public static void configure(LogLevel level, LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configure(context, Level.valueOf(level.name()), format);
    }
  }

  static void configure(LoggerContext context, Level level, LogFormat format) {
    context.reset();
    Encoder<ILoggingEvent> encoder = format == LogFormat.JSON ? new JsonLines() : text();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setQueueSize(QUEUE);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(console);
    queue.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(queue);
    Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
    QUIET.forEach(name -> context.getLogger(name).setLevel(quiet));
    // Logs each refused connection with a stack trace; whoever asked gets the exception anyway.
    context.getLogger("com.zaxxer.hikari.pool").setLevel(Level.ERROR);
    // Warns of what strangers send, as often as they send it; their connections are closed anyway.
    context.getLogger("io.netty.channel.AbstractChannelHandlerContext").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(LINE);
    return encoder;
  }

  /** Writes out what is still in the queue. The last thing that a process does. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
