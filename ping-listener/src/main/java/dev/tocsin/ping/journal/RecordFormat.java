package dev.tocsin.ping.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The bytes around every record: a header of 48 bytes, then the payload. Big-endian. The header
 * repeats the stream's id and the record's own offset, so that bytes which merely look like a
 * record (in the body of a ping, or left over in a file) are not taken for one. Every byte is
 * described in {@code docs/journal-format.md}. One instance per thread.
 */
final class RecordFormat {

  /** "TCNJ". */
  static final int MAGIC = 0x54434E4A;

  static final byte VERSION = 1;
  static final int HEADER_BYTES = 48;

  /** Nothing longer is ever written or believed. */
  static final int MAX_RECORD_BYTES = 16 << 20;

  private static final int TYPE_AT = 5;
  private static final int STREAM_AT = 8;
  private static final int POSITION_AT = 24;
  private static final int STAMP_AT = 32;
  private static final int LENGTH_AT = 40;
  private static final int CRC_AT = 44;

  private final long streamHigh;
  private final long streamLow;
  private final CRC32C crc = new CRC32C();

  RecordFormat(UUID stream) {
    this.streamHigh = stream.getMostSignificantBits();
    this.streamLow = stream.getLeastSignificantBits();
  }

  /** Puts a whole record; the buffer has room for {@link #HEADER_BYTES} and the payload. */
  void put(ByteBuffer out, RecordType type, long position, long stampMicros, byte[] payload) {
    int at = out.position();
    out.putInt(MAGIC).put(VERSION).put(type.code).putShort((short) 0);
    out.putLong(streamHigh).putLong(streamLow).putLong(position).putLong(stampMicros);
    out.putInt(payload.length).putInt(0).put(payload);
    out.putInt(at + CRC_AT, crcOf(out, at, payload.length));
  }

  /** Bytes of the record whose header would lie here, if the header is ours; else -1. */
  int length(ByteBuffer in, int at, long position) {
    boolean ours =
        in.getInt(at) == MAGIC
            && in.get(at + 4) == VERSION
            && in.getLong(at + STREAM_AT) == streamHigh
            && in.getLong(at + STREAM_AT + 8) == streamLow
            && in.getLong(at + POSITION_AT) == position;
    int payload = in.getInt(at + LENGTH_AT);
    return ours && payload >= 0 && payload <= MAX_RECORD_BYTES - HEADER_BYTES
        ? HEADER_BYTES + payload
        : -1;
  }

  /** Whether the checksum of the whole record holds. */
  boolean intact(ByteBuffer in, int at, int length) {
    return in.getInt(at + CRC_AT) == crcOf(in, at, length - HEADER_BYTES);
  }

  static byte typeCode(ByteBuffer in, int at) {
    return in.get(at + TYPE_AT);
  }

  static long stamp(ByteBuffer in, int at) {
    return in.getLong(at + STAMP_AT);
  }

  /** Of everything but the checksum itself. */
  private int crcOf(ByteBuffer bytes, int at, int payloadBytes) {
    crc.reset();
    ByteBuffer part = bytes.duplicate();
    crc.update(part.limit(at + CRC_AT).position(at));
    crc.update(part.limit(at + HEADER_BYTES + payloadBytes).position(at + HEADER_BYTES));
    return (int) crc.getValue();
  }
}
