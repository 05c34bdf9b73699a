package dev.tocsin.domain.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sets of numbers as people say them: lists, ranges, steps. */
final class English {

  private English() {}

  /** "a", "a and b", "a, b and c". */
  static String and(List<String> items) {
    return joined(items, " and ");
  }

  /** "a", "a or b", "a, b or c". */
  static String or(List<String> items) {
    return joined(items, " or ");
  }

  private static String joined(List<String> items, String last) {
    int end = items.size() - 1;
    return end == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, end)) + last + items.get(end);
  }

  /** "1st", "2nd", "3rd", "11th". */
  static String ordinal(int number) {
    boolean teen = number % 100 / 10 == 1;
    String[] ends = {"th", "st", "nd", "rd"};
    return number + (teen || number % 10 > 3 ? "th" : ends[number % 10]);
  }

  /** Each number of a set as text, in rising order. */
  static List<String> each(BitSet set, IntFunction<String> text) {
    return set.stream().mapToObj(text).toList();
  }

  /** "1 minute", "5 minutes". */
  static String count(int number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** "every minute", "every 5 minutes". */
  static String every(int step, String unit) {
    return step == 1 ? "every " + unit : "every " + count(step, unit);
  }

  /** With a capital letter at the start. */
  static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  static boolean isAll(BitSet set, int from, int to) {
    return set.cardinality() == to - from + 1;
  }

  /** Whether the numbers follow each other without a gap, and are worth calling a range. */
  static boolean isRange(BitSet set) {
    return set.cardinality() > 2 && set.length() - set.nextSetBit(0) == set.cardinality();
  }

  /** The distance of the numbers, if it is always the same and there are at least three. */
  static OptionalInt step(BitSet set) {
    int[] numbers = set.stream().toArray();
    if (numbers.length < 3) {
      return OptionalInt.empty();
    }
    int step = numbers[1] - numbers[0];
    boolean same =
        IntStream.range(1, numbers.length).allMatch(i -> numbers[i] - numbers[i - 1] == step);
    return same ? OptionalInt.of(step) : OptionalInt.empty();
  }

  /**
   * The step of a set that begins at 0 and comes round evenly, as every 5 of 60 minutes do and
   * every 7 do not: "every 7 minutes" would be wrong at the end of the hour.
   */
  static OptionalInt evenStep(BitSet set, int size) {
    if (!set.get(0) || set.cardinality() < 2) {
      return OptionalInt.empty();
    }
    int step = size / set.cardinality();
    boolean even = size % set.cardinality() == 0 && set.stream().allMatch(i -> i % step == 0);
    return even ? OptionalInt.of(step) : OptionalInt.empty();
  }
}
