package dev.tocsin.cli;

import dev.tocsin.roles.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, written by the build. */
final class Version implements IVersionProvider {

  static Build build() {
    Properties properties = properties();
    return new Build(
        properties.getProperty("version", "unknown"), properties.getProperty("commit", ""));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tocsin " + build().version() + ", Java " + Runtime.version()};
  }
}
