package dev.tocsin.ping.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The payload of a PING record, as {@code docs/journal-format.md} describes it. */
public final class PingCodec {

  private static final int EXIT_STATUS = 1;
  private static final int RUN = 2;
  private static final int REMOTE_ADDR = 4;
  private static final int BY_SLUG = 8;
  private static final int CREATE = 16;
  private static final int CUT = 32;
  private static final int ALL_FLAGS = 63;

  private static final byte[] NONE = {};

  private PingCodec() {}

  /** The bytes of a ping, without its stamp. */
  public static byte[] encode(HeardPing ping) {
    byte[] scheme = ping.scheme().getBytes(UTF_8);
    byte[] method = ping.method().getBytes(UTF_8);
    byte[] agent = ping.userAgent().getBytes(UTF_8);
    byte[] remote = ping.remoteAddr() == null ? NONE : ping.remoteAddr().getBytes(UTF_8);
    byte[] key = NONE;
    byte[] slug = NONE;
    int flags = flags(ping);
    int bytes = 2 + scheme.length + 1 + method.length + 1 + agent.length + 2 + ping.body().length;
    bytes += ping.exitStatus() == null ? 0 : 1;
    bytes += ping.run() == null ? 0 : 16;
    bytes += ping.remoteAddr() == null ? 0 : 2 + remote.length;
    if (ping.target() instanceof Target.BySlug by) {
      key = name(by.pingKey());
      slug = name(by.slug());
      bytes += 2 + key.length + slug.length;
    } else {
      bytes += 16;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put((byte) flags).put(code(ping.signal()));
    if (ping.target() instanceof Target.ByCode by) {
      putUuid(out, by.code());
    } else {
      out.put((byte) key.length).put(key).put((byte) slug.length).put(slug);
    }
    if (ping.exitStatus() != null) {
      out.put(ping.exitStatus().byteValue());
    }
    if (ping.run() != null) {
      putUuid(out, ping.run().value());
    }
    out.put((byte) scheme.length).put(scheme).put((byte) method.length).put(method);
    if (ping.remoteAddr() != null) {
      out.putShort((short) remote.length).put(remote);
    }
    out.putShort((short) agent.length).put(agent).put(ping.body());
    return out.array();
  }

  /** Throws {@link IllegalArgumentException} for anything that {@link #encode} never made. */
  public static HeardPing decode(ByteBuffer in) {
    try {
      int flags = in.get();
      if ((flags & ~ALL_FLAGS) != 0) {
        throw new IllegalArgumentException("unknown flags " + flags);
      }
      PingKind signal = signal(in.get());
      Target target =
          has(flags, BY_SLUG)
              ? new Target.BySlug(shortText(in), shortText(in), has(flags, CREATE))
              : new Target.ByCode(uuid(in));
      Integer exitStatus = has(flags, EXIT_STATUS) ? Byte.toUnsignedInt(in.get()) : null;
      RunId run = has(flags, RUN) ? new RunId(uuid(in)) : null;
      String scheme = shortText(in);
      String method = shortText(in);
      String remote = has(flags, REMOTE_ADDR) ? longText(in) : null;
      String agent = longText(in);
      return new HeardPing(
          target,
          signal,
          exitStatus,
          run,
          scheme,
          method,
          remote,
          agent,
          rest(in),
          has(flags, CUT));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("payload ends early", e);
    }
  }

  private static int flags(HeardPing ping) {
    return (ping.exitStatus() == null ? 0 : EXIT_STATUS)
        | (ping.run() == null ? 0 : RUN)
        | (ping.remoteAddr() == null ? 0 : REMOTE_ADDR)
        | (ping.cut() ? CUT : 0)
        | (ping.target() instanceof Target.BySlug by ? BY_SLUG | (by.create() ? CREATE : 0) : 0);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static byte code(PingKind signal) {
    return switch (signal) {
      case SUCCESS -> 1;
      case START -> 2;
      case FAIL -> 3;
      case LOG -> 4;
      case IGN -> 5;
    };
  }

  private static PingKind signal(byte code) {
    return switch (code) {
      case 1 -> PingKind.SUCCESS;
      case 2 -> PingKind.START;
      case 3 -> PingKind.FAIL;
      case 4 -> PingKind.LOG;
      case 5 -> PingKind.IGN;
      default -> throw new IllegalArgumentException("unknown signal " + code);
    };
  }

  private static byte[] name(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > Target.MAX_NAME_BYTES) {
      // Never cut: a shorter name is another check's.
      throw new IllegalArgumentException("name of " + bytes.length + " bytes");
    }
    return bytes;
  }

  private static void putUuid(ByteBuffer out, UUID value) {
    out.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private static String shortText(ByteBuffer in) {
    return text(in, Byte.toUnsignedInt(in.get()));
  }

  private static String longText(ByteBuffer in) {
    return text(in, Short.toUnsignedInt(in.getShort()));
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }
}
