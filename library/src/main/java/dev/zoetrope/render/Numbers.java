package dev.zoetrope.render;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as short text, the same in every locale. */
final class Numbers {

  private Numbers() {}

  /** Returns a number with up to three digits, such as {@code −1}, {@code 0.25}, {@code 1.2e6}. */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "−inf";
    }
    double magnitude = Math.abs(value);
    BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(3)).stripTrailingZeros();
    String text;
    if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
      int exponent = rounded.precision() - rounded.scale() - 1;
      text = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    } else {
      text = rounded.toPlainString();
    }
    return value < 0 && rounded.signum() != 0
        ? "−" + text.replace('-', '−')
        : text.replace('-', '−');
  }
}
