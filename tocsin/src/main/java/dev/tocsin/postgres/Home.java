package dev.tocsin.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder of the embedded Postgres and what is where in it.
 *
 * <p>The folder may be entered but not listed by others: started by root, Postgres runs as another
 * user and has to get to its own part. That part ({@code data-18}) is closed to everybody else.
 */
record Home(Path dir) {

  /** A data directory belongs to one major version for good. */
  private static final String MAJOR = "18";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Below the range from which systems take the ports of outgoing connections. */
  private static final int LOWEST_PORT = 15_000;

  private static final int PORTS = 10_000;

  static Home in(Path dir) throws IOException {
    Files.createDirectories(dir);
    Path real = dir.toRealPath();
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx--x--x"));
    return new Home(real);
  }

  Path lock() {
    return dir.resolve("lock");
  }

  Path cluster() {
    return dir.resolve("data-" + MAJOR);
  }

  Path newCluster() {
    return dir.resolve("data-" + MAJOR + ".new");
  }

  Path binaries() {
    return dir.resolve("bin-" + version());
  }

  Path passwordFile() {
    return dir.resolve("password");
  }

  private Path portFile() {
    return dir.resolve("port");
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Home.class.getResourceAsStream("binaries.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  /** What the last start left behind: whether anybody listens there is another question. */
  Optional<Access> lastAccess() {
    try {
      int port = Integer.parseInt(Files.readString(portFile()).strip());
      return Optional.of(new Access(port, Files.readString(passwordFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The password, made on first use. */
  String password() throws IOException {
    // A power cut may leave it empty; without a cluster nobody has used it yet.
    boolean lost = Files.exists(passwordFile()) && Files.size(passwordFile()) == 0;
    if (!Files.exists(passwordFile()) || (lost && !Files.exists(cluster()))) {
      byte[] bytes = new byte[24];
      RANDOM.nextBytes(bytes);
      writePrivately(passwordFile(), Base64.getUrlEncoder().encodeToString(bytes));
    }
    return Files.readString(passwordFile()).strip();
  }

  /** The port of the last start if it is free, else another one. */
  int choosePort() throws IOException {
    int port = lastAccess().map(Access::port).filter(Home::isFree).orElseGet(Home::anyFree);
    Files.writeString(portFile(), port + "\n");
    return port;
  }

  private static int anyFree() {
    return RANDOM
        .ints(LOWEST_PORT, LOWEST_PORT + PORTS)
        .limit(1_000)
        .filter(Home::isFree)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free port on 127.0.0.1"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a file that nobody else could read at any moment, and that is never there in part. */
  static void writePrivately(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives everything below {@code top} to a user, unless {@code top} is theirs already. */
  static void give(Path top, int uid) throws IOException {
    if (!Files.exists(top) || Files.getAttribute(top, "unix:uid").equals(uid)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static void deleteTree(Path top) throws IOException {
    if (Files.exists(top)) {
      try (Stream<Path> all = Files.walk(top)) {
        for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(path);
        }
      }
    }
  }
}
