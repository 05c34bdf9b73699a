package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Census} in the file {@code checks} of the journal's folder: a listener that starts
 * while Postgres is away knows its checks, and answers their pings at once and without the bounds
 * for strangers.
 *
 * <p>A magic number, the codes and the slugs (each their number and that many 64-bit prints), the
 * ping keys (their number, then key and project of each), and the CRC-32C of all of it. Eight bytes
 * for each check and each slug. Nothing depends on it: what cannot be read is read from Postgres.
 */
final class CensusFile {

  private static final Logger log = LoggerFactory.getLogger(CensusFile.class);

  private static final long MAGIC = 0x544F43434845434BL; // "TOCCHECK"

  private static final String NAME = "checks";

  private final Path folder;
  private final Path file;

  CensusFile(Path journalDir) {
    this.folder = journalDir;
    this.file = journalDir.resolve(NAME);
  }

  /** What was kept last; empty: nothing, or nothing that can be read. */
  Optional<Census.Known> read() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length - Integer.BYTES;
      if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != sum(bytes, end)) {
        throw new IOException("it is not whole");
      }
      return Optional.of(parse(new DataInputStream(new ByteArrayInputStream(bytes, 0, end))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("{} cannot be used, and is made anew once Postgres answers: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private static Census.Known parse(DataInputStream in) throws IOException {
    if (in.readLong() != MAGIC) {
      throw new IOException("it is of another version");
    }
    long[] codes = prints(in);
    long[] slugs = prints(in);
    Map<String, Long> pingKeys = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      pingKeys.put(key, in.readLong());
    }
    return new Census.Known(codes, slugs, pingKeys);
  }

  private static long[] prints(DataInputStream in) throws IOException {
    long[] all = new long[in.readInt()];
    for (int i = 0; i < all.length; i++) {
      all[i] = in.readLong();
    }
    return all;
  }

  /** Puts it in the place of what was kept before. */
  void write(Census.Known known) throws IOException {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(64 + 8 * (known.codes().length + known.slugs().length));
    CRC32C sum = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(bytes, sum));
    out.writeLong(MAGIC);
    write(out, known.codes());
    write(out, known.slugs());
    out.writeInt(known.pingKeys().size());
    for (Map.Entry<String, Long> key : known.pingKeys().entrySet()) {
      out.writeUTF(key.getKey());
      out.writeLong(key.getValue());
    }
    out.writeInt((int) sum.getValue());
    WholeFile.write(folder, NAME, ByteBuffer.wrap(bytes.toByteArray()));
  }

  private static void write(DataOutputStream out, long[] prints) throws IOException {
    out.writeInt(prints.length);
    for (long print : prints) {
      out.writeLong(print);
    }
  }

  private static int sum(byte[] bytes, int end) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    return (int) sum.getValue();
  }
}
