package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks now and then whether the disk still has room. Answering "full" in time is better than a
 * write that fails, which costs everybody who waits for it.
 */
final class FreeSpace {

  /** A write that failed with less than this free failed for lack of room. */
  private static final long EXHAUSTED_BYTES = 16 << 20;

  private final Disk disk;
  private final Path folder;
  private final long minFreeBytes;
  private final Runnable makeRoom;
  private final long everyNanos;
  private long lookedNanos;
  private boolean low;

  /**
   * @param makeRoom called when there is too little: deletes what may go
   */
  FreeSpace(Disk disk, JournalConfig config, Runnable makeRoom) {
    this.disk = disk;
    this.folder = config.dir();
    this.minFreeBytes = config.minFreeBytes();
    this.makeRoom = makeRoom;
    this.everyNanos = config.noteEvery().toNanos();
    this.lookedNanos = System.nanoTime() - everyNanos;
  }

  /** Whether less than the bound was free when it was last looked at. */
  boolean low() {
    long now = System.nanoTime();
    if (now - lookedNanos >= everyNanos) {
      lookedNanos = now;
      low = isShort();
      if (low) {
        makeRoom.run();
        low = isShort();
      }
    }
    return low;
  }

  /**
   * After a write that failed: whether that was for lack of room, which may come back. What may go
   * is deleted, and {@link #low} says so for a while.
   */
  boolean exhausted() {
    if (!isShort(disk, folder, Math.max(minFreeBytes, EXHAUSTED_BYTES))) {
      return false;
    }
    makeRoom.run();
    low = true;
    lookedNanos = System.nanoTime();
    return true;
  }

  private boolean isShort() {
    return isShort(disk, folder, minFreeBytes);
  }

  /** Whether less is free just now. */
  static boolean isShort(Disk disk, Path folder, long minFreeBytes) {
    try {
      return disk.free(folder) < minFreeBytes;
    } catch (IOException unknown) {
      return false; // then the writes will tell
    }
  }
}
