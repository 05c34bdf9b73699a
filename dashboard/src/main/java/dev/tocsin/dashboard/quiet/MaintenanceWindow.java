package dev.tocsin.dashboard.quiet;

import java.util.UUID;

/** A time in which work is expected, as it is kept. */
public record MaintenanceWindow(
    UUID code, Range range, String name, String author, Window window) {}
