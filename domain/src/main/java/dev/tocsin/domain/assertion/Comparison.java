package dev.tocsin.domain.assertion;

import java.util.Arrays;
import java.util.Optional;

/** How a value is compared with the one that is asked for. */
public enum Comparison {
  LESS("<"),
  AT_MOST("<="),
  EQUAL("="),
  NOT_EQUAL("!="),
  AT_LEAST(">="),
  MORE(">");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** {@code <}, {@code <=}, {@code =}, … */
  public String sign() {
    return sign;
  }

  static Optional<Comparison> of(String sign) {
    String plain = sign.equals("==") ? "=" : sign;
    return Arrays.stream(values()).filter(c -> c.sign.equals(plain)).findFirst();
  }

  /** Whether {@code found} is as it must be. */
  <T extends Comparable<? super T>> boolean holds(T found, T wanted) {
    int order = found.compareTo(wanted);
    return switch (this) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case AT_LEAST -> order >= 0;
      case MORE -> order > 0;
    };
  }

  /** Whether it is about more or less, and not about the very same. */
  boolean orders() {
    return this != EQUAL && this != NOT_EQUAL;
  }
}
