package dev.tocsin.dashboard.live;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Something that open pages show.
 *
 * @param name the same for the same thing: it is read once for all its pages
 * @param every it is looked at no more often than that, be there news or not; zero: as often as
 *     there are
 * @param read reads it, on a worker thread; may block
 */
public record Scene<T>(String name, Duration every, Supplier<T> read) {}
