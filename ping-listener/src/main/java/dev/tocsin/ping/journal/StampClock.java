package dev.tocsin.ping.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives stamps: database time, carried on by the monotonic clock.
 *
 * <p>An <i>anchor</i> says what time the database had at one moment of {@code nanoTime}. Between
 * anchors time runs with {@code nanoTime}, so that nobody's step of the wall clock reaches a stamp.
 * A new anchor that differs a little ({@link #SLEW_AT_MOST}) is reached by running up to 10 %
 * faster or slower; one that is further ahead, at once; one that is further behind by up to {@link
 * #HOLD_AT_MOST}, by holding still (stamps then move by one microsecond each); beyond that, or as
 * long as no ping was stamped, the clock follows backwards and says so. Before the first anchor the
 * wall clock takes the database's place and is looked at once a second, which is how a suspended
 * machine is noticed. What the first anchor finds wrong (by more than {@link #SLEW_AT_MOST}) was
 * wrong all the time: the clock says by how much, so that the stamps before can be corrected, and
 * goes on from the last of them as corrected.
 *
 * <p>{@code nanoTime} stands still while a machine sleeps. So once a second it is compared with a
 * clock that does not: what that one gained is added, since a laptop that woke up must not stamp
 * this morning's ping as last night's.
 *
 * <p>Stamps strictly increase, but for a clock event that goes backwards, and as corrected.
 * Thread-safe.
 */
public final class StampClock {

  /** A difference up to this is slewed. */
  public static final Duration SLEW_AT_MOST = Duration.ofMillis(500);

  /** Up to this far backwards the stamps hold still until time has caught up. */
  public static final Duration HOLD_AT_MOST = Duration.ofSeconds(60);

  private static final long SLEW_MICROS = SLEW_AT_MOST.toNanos() / 1000;
  private static final long HOLD_MICROS = HOLD_AT_MOST.toNanos() / 1000;
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  /** The journal takes them within a second; without one, nobody does. */
  private static final int MAX_EVENTS = 100;

  /** A gain of less is a clock that runs unevenly, not a sleep. */
  private static final long SLEEP_AT_LEAST_NANOS = 2_000_000_000L;

  private final LongSupplier nanoTime;
  private final InstantSource wall;
  private final LongSupplier sleepless;
  private final Consumer<ClockEvent> onEvent;

  // The time at baseNano, and what of the last difference is still to be slewed from there on.
  private long baseNano;
  private long baseMicros;
  private long slewMicros;
  private boolean anchored;
  private boolean heard;
  private long last;

  // Jumps that the journal has not taken note of yet.
  private List<ClockEvent> events = new ArrayList<>();
  private volatile boolean jumped;

  // Both clocks when they were last compared.
  private long lookedNano;
  private long lookedSleepless;

  /**
   * @param nanoTime monotonic nanoseconds
   * @param wall the clock to go by before the first anchor
   * @param sleepless nanoseconds that go on while the machine sleeps, and that nobody sets
   * @param onEvent hears of every jump, forwards by more than {@link #SLEW_AT_MOST} or backwards by
   *     more than {@link #HOLD_AT_MOST}, and of a correction, on the thread that met it, perhaps
   *     inside the journal's lock: it must only take note
   */
  public StampClock(
      LongSupplier nanoTime,
      InstantSource wall,
      LongSupplier sleepless,
      Consumer<ClockEvent> onEvent) {
    this.nanoTime = nanoTime;
    this.wall = wall;
    this.sleepless = sleepless;
    this.onEvent = onEvent;
    this.baseNano = nanoTime.getAsLong();
    this.baseMicros = micros(wall.instant());
    this.last = baseMicros;
    this.lookedNano = baseNano;
    this.lookedSleepless = sleepless.getAsLong();
  }

  /** The clock of this machine. */
  public static StampClock system(Consumer<ClockEvent> onEvent) {
    return new StampClock(
        System::nanoTime, InstantSource.system(), Uptime.ofThisMachine(), onEvent);
  }

  /** The next stamp: later than every one before it by at least a microsecond. */
  public Instant next() {
    return instant(nextMicros());
  }

  /** As {@link #next()}, in microseconds since 1970. */
  synchronized long nextMicros() {
    long nano = nanoTime.getAsLong();
    if (nano - lookedNano >= LOOK_EVERY_NANOS) {
      look(nano);
    }
    last = Math.max(last + 1, at(nano));
    return last;
  }

  /** The monotonic clock that stamps run by. */
  long nano() {
    return nanoTime.getAsLong();
  }

  /** Whether {@link #takeEvents} has something. Cheap. */
  boolean jumped() {
    return jumped;
  }

  /** The jumps since the last call, in order. */
  synchronized List<ClockEvent> takeEvents() {
    List<ClockEvent> taken = events;
    events = new ArrayList<>();
    jumped = false;
    return taken;
  }

  private void look(long nano) {
    long awake = nano - lookedNano;
    long uptime = sleepless.getAsLong();
    long asleep = uptime - lookedSleepless - awake;
    lookedNano = nano;
    lookedSleepless = uptime;
    boolean slept = asleep >= SLEEP_AT_LEAST_NANOS;
    if (!anchored) {
      follow(micros(wall.instant()), nano, slept);
    } else if (slept) {
      follow(at(nano) + asleep / 1000, nano, true);
    }
  }

  /**
   * From now on stamps are on pings: they may not fall any more, however far ahead of the database
   * this machine's clock turns out to be.
   */
  synchronized void heard() {
    heard = true;
  }

  /**
   * Goes by the database's time from now on.
   *
   * @param databaseTime what the database said
   * @param nanoTimeAtMid {@code nanoTime} half-way between asking and hearing it
   */
  public synchronized void anchor(Instant databaseTime, long nanoTimeAtMid) {
    long nano = nanoTime.getAsLong();
    long target = micros(databaseTime) + (nano - nanoTimeAtMid) / 1000;
    if (!anchored && Math.abs(target - at(nano)) > SLEW_MICROS) {
      correct(target, nano);
    }
    anchored = true;
    follow(target, nano, false);
  }

  /** Time never jumped: the clock was wrong from the beginning, by as much as it is now. */
  private void correct(long target, long nano) {
    long was = at(nano);
    baseMicros = target;
    slewMicros = 0;
    baseNano = nano;
    last += target - was;
    tell(new ClockEvent(instant(was), instant(target), ClockEvent.Why.CORRECTED));
  }

  private void follow(long target, long nano, boolean slept) {
    long now = at(nano);
    long ahead = target - now;
    boolean slew = Math.abs(ahead) <= SLEW_MICROS;
    baseMicros = slew ? now : target;
    slewMicros = slew ? ahead : 0;
    baseNano = nano;
    // Measured at the stamps, not at the estimate: a clock that already holds still may be far off.
    boolean back = last - target > (heard ? HOLD_MICROS : SLEW_MICROS);
    if (back || ahead > SLEW_MICROS) {
      ClockEvent.Why why = slept && !back ? ClockEvent.Why.SLEPT : ClockEvent.Why.SET;
      tell(new ClockEvent(instant(last), instant(target), why));
    }
    if (back) {
      last = target;
    }
  }

  private void tell(ClockEvent event) {
    if (events.size() < MAX_EVENTS || event.why() == ClockEvent.Why.CORRECTED) {
      events.add(event); // without this one, stamps could not be read
    }
    jumped = true;
    onEvent.accept(event);
  }

  /** The time at a moment not before the base; never falls as {@code nano} rises. */
  private long at(long nano) {
    long passed = (nano - baseNano) / 1000;
    long most = passed / 10;
    return baseMicros + passed + Math.max(-most, Math.min(most, slewMicros));
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
