package dev.tocsin.drills.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that can be killed, stopped by a signal and go on, and be started again. What it meant
 * to do dies with it, and waits while it is stopped.
 */
abstract class SimProcess {

  final Timeline time;
  final EventLog log;
  final String name;
  private final List<Runnable> parked = new ArrayList<>();
  private int life;
  private boolean running;
  private boolean suspended;

  SimProcess(String name, Timeline time, EventLog log) {
    this.name = name;
    this.time = time;
    this.log = log;
  }

  /** Begins: memory is empty. */
  abstract void begin();

  /** It goes on after it was stopped, before what waited. */
  void resumed() {}

  final void start() {
    if (!running) {
      log.say("%s starts", name);
      running = true;
      suspended = false;
      life++;
      begin();
    }
  }

  /** {@code kill -9}. */
  final void kill() {
    if (running) {
      log.say("%s is killed", name);
      running = false;
      suspended = false;
      parked.clear();
    }
  }

  /** It ends by itself. */
  final void end() {
    running = false;
    parked.clear();
  }

  final void suspend() {
    if (running && !suspended) {
      log.say("%s is stopped by a signal", name);
      suspended = true;
    }
  }

  final void resume() {
    if (running && suspended) {
      log.say("%s goes on", name);
      suspended = false;
      resumed();
      List<Runnable> waiting = List.copyOf(parked);
      parked.clear();
      waiting.forEach(this::runIfAwake);
    }
  }

  private void runIfAwake(Runnable what) {
    if (suspended) {
      parked.add(what);
    } else if (running) {
      what.run();
    }
  }

  final boolean isAwake() {
    return running && !suspended;
  }

  final boolean isRunning() {
    return running;
  }

  final boolean isSuspended() {
    return suspended;
  }

  /** Does something later in this life. */
  final void later(Duration wait, Runnable what) {
    int born = life;
    time.after(
        wait,
        () -> {
          if (running && born == life) {
            runIfAwake(what);
          }
        });
  }
}
