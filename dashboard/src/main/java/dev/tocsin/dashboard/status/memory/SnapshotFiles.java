package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.view.Papers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last snapshots, one file for each page, for a start without a database. Written when a page
 * says something else; the time of the file is when it was last known to be right.
 */
public final class SnapshotFiles {

  private static final Logger log = LoggerFactory.getLogger(SnapshotFiles.class);

  private static final int MAGIC = 0x544f4301; // "TOC", and the version of the layout
  private static final String ENDING = ".page";

  /** No page is larger: what is, was not written by us. */
  private static final long LARGEST = 8 << 20;

  private final Path dir;

  /** A directory, which is made when there is something to keep. */
  public SnapshotFiles(Path dir) {
    this.dir = dir;
  }

  /** All that are kept and whole; what is not is logged and left out. */
  public List<Snapshot> read() {
    List<Snapshot> snapshots = new ArrayList<>();
    for (Path file : files()) {
      try {
        if (Files.size(file) <= LARGEST) {
          snapshots.add(
              decode(Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant()));
        }
      } catch (IOException | RuntimeException e) {
        log.warn("the status page kept in {} cannot be read: {}", file, e.getMessage());
      }
    }
    return snapshots;
  }

  private List<Path> files() {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(dir)) {
      return all.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      log.warn("status pages kept in {} cannot be read: {}", dir, e.getMessage());
      return List.of();
    }
  }

  /** Keeps a page. It holds the hash of its password, so that nobody else may read the file. */
  void write(Snapshot page) {
    try {
      if (!Files.isDirectory(dir)) {
        Files.createDirectories(
            dir,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Path draft = dir.resolve(page.code() + ".draft");
      Files.write(draft, encode(page));
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      Files.setLastModifiedTime(draft, FileTime.from(page.asOf()));
      Files.move(draft, file(page.code()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes that a page that is kept was still right. */
  void touch(Snapshot page) {
    try {
      Files.setLastModifiedTime(file(page.code()), FileTime.from(page.asOf()));
    } catch (IOException e) {
      write(page); // somebody took it away
    }
  }

  /** Removes all but these. */
  void retain(Set<UUID> codes) {
    Set<Path> wanted = codes.stream().map(this::file).collect(Collectors.toSet());
    for (Path file : files()) {
      if (!wanted.contains(file)) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private Path file(UUID code) {
    return dir.resolve(code + ENDING);
  }

  static byte[] encode(Snapshot page) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeLong(page.code().getMostSignificantBits());
    out.writeLong(page.code().getLeastSignificantBits());
    out.writeLong(page.changedAt().toEpochMilli());
    out.writeBoolean(page.subscribable());
    for (String text :
        List.of(page.slug(), page.name(), page.host(), page.passwordHash(), page.logoType())) {
      out.writeUTF(text);
    }
    Papers papers = page.papers();
    for (byte[] part :
        List.of(
            papers.before(),
            papers.after(),
            papers.json(),
            papers.atom(),
            papers.rss(),
            papers.locked(),
            page.logo())) {
      out.writeInt(part.length);
      out.write(part);
    }
    out.writeLong(sum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  static Snapshot decode(byte[] bytes, Instant asOf) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int body = bytes.length - Long.BYTES;
    if (body < Long.BYTES || in.readInt() != MAGIC) {
      throw new IOException("not a page of this version");
    }
    DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, body, Long.BYTES));
    if (end.readLong() != sum(bytes, body)) {
      throw new IOException("it is damaged");
    }
    UUID code = new UUID(in.readLong(), in.readLong());
    Instant changedAt = Instant.ofEpochMilli(in.readLong());
    boolean subscribable = in.readBoolean();
    String slug = in.readUTF();
    String name = in.readUTF();
    String host = in.readUTF();
    String passwordHash = in.readUTF();
    String logoType = in.readUTF();
    Papers papers = new Papers(part(in), part(in), part(in), part(in), part(in), part(in));
    return new Snapshot(
        code,
        slug,
        name,
        host,
        passwordHash,
        subscribable,
        papers,
        logoType,
        part(in),
        asOf,
        changedAt);
  }

  private static byte[] part(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static long sum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
