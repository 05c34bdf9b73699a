package dev.tocsin.domain.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where on a circle values crowd together: minutes of the hour, or of the day.
 *
 * @param from the first value of it, within the circle
 * @param width from the first value to the last
 * @param size how many values
 */
record Clusters(double from, double width, int size) {

  /**
   * Splits values wherever two neighbours are further apart than a gap. Small ones are left out: a
   * run that somebody started by hand.
   */
  static List<Clusters> of(double[] values, double circle, double gap) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int start = 0; // begin behind the widest gap, so that no cluster lies across the ends
    double widest = sorted[0] + circle - sorted[n - 1];
    for (int i = 1; i < n; i++) {
      if (sorted[i] - sorted[i - 1] > widest) {
        widest = sorted[i] - sorted[i - 1];
        start = i;
      }
    }
    List<Clusters> all = new ArrayList<>();
    double from = sorted[start];
    double last = from;
    int size = 1;
    for (int k = 1; k < n; k++) {
      int i = (start + k) % n;
      double value = i < start ? sorted[i] + circle : sorted[i];
      if (value - last > gap) {
        all.add(new Clusters(from % circle, last - from, size));
        from = value;
        size = 0;
      }
      last = value;
      size++;
    }
    all.add(new Clusters(from % circle, last - from, size));
    int usual = n / all.size();
    return all.stream().filter(c -> c.size() > 1 && c.size() * 5 >= usual).toList();
  }

  /**
   * The minute that was meant: the first one, if values keep close to it or the job says when it
   * starts and does so within minutes; otherwise the roundest before it that its spread makes
   * plausible.
   */
  int minute(boolean exact) {
    int first = (int) Math.floor(from + 1.0 / 6); // clocks differ by some seconds
    if (width <= (exact ? 5 : 1.5)) {
      return first;
    }
    double back = Math.max(1, exact ? width : 2 * width);
    for (int round : new int[] {60, 30, 15, 10, 5}) {
      int rounded = first / round * round;
      if (from - rounded <= back) {
        return rounded;
      }
    }
    return first;
  }
}
