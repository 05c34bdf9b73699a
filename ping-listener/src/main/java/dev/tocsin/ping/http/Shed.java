package dev.tocsin.ping.http;

/** Why a ping was answered 503. Each of them is time in which we were deaf. */
public enum Shed {
  /** Too many requests wait for an answer. */
  WAITING,
  /** Pings for unknown targets have used up their share, or their sender its own. */
  UNKNOWN,
  /** Too many bytes of bodies are still arriving. */
  BODIES,
  /** The journal is full. */
  JOURNAL,
  /** The disk failed. */
  DISK,
  /** This process is stopping. */
  STOPPING
}
