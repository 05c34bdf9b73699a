package dev.tocsin.roles;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM compile with its quick compiler (C1) only.
 *
 * <p>An alerter works in bursts: nothing for days, and then ten thousand checks within a second.
 * The optimizing compiler (C2) takes that second for the moment to begin, on the processors that
 * the alerts need, and is done when all is over. A listener is another matter: it is busy for long.
 *
 * <p>Said to the running JVM by a compiler directive (JEP 165), since {@code java -jar} takes no
 * options from the jar. A JVM that does not know them goes on as it was.
 */
final class QuickCompiler {

  private static final Logger log = LoggerFactory.getLogger(QuickCompiler.class);

  private static final String ALL_METHODS = "[{ match: \"*.*\", c2: { Exclude: true } }]\n";

  private QuickCompiler() {}

  /** From now on; what C2 has compiled before stays. */
  static void only() {
    try {
      Path directives = Files.createTempFile("tocsin-compiler", ".json");
      try {
        Files.writeString(directives, ALL_METHODS);
        Object said =
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "compilerDirectivesAdd",
                    new Object[] {new String[] {directives.toString()}},
                    new String[] {String[].class.getName()});
        log.debug("the JVM said: {}", said);
      } finally {
        Files.delete(directives);
      }
    } catch (JMException | IOException | RuntimeException e) {
      log.debug("this JVM takes no compiler directives", e);
    }
  }
}
