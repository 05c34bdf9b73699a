package dev.tocsin.settings;

/** How {@code log.format} writes a line. */
public enum LogFormat {
  TEXT,
  JSON
}
