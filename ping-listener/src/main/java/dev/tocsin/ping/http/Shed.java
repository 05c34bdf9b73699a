package dev.tocsin.ping.http;

/** Why a ping was answered 503. */
public enum Shed {
  /** Too many requests wait for an answer. */
  WAITING,
  /**
   * Pings for unknown targets have used up their share, or their sender its own, and this one may
   * have been a check's.
   */
  UNKNOWN,
  /** The same, of a ping that no check has lost: none has that address, or it was malformed. */
  STRANGER,
  /** Too many bytes of bodies are still arriving. */
  BODIES,
  /** The journal is full. */
  JOURNAL,
  /** The disk failed. */
  DISK,
  /** This process is stopping. */
  STOPPING;

  /**
   * Whether we were deaf then: whoever was refused stands for others who may have been. That is so
   * of every bound that all pings share. A stranger's refusal says nothing about pings that
   * somebody waits for: those are known, and their way is free. So a flood of made-up addresses
   * makes no blind time, by which every alert would be put off.
   */
  public boolean deaf() {
    return this != STRANGER;
  }
}
