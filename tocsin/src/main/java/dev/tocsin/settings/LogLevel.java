package dev.tocsin.settings;

/** What {@code log.level} lets through. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR
}
