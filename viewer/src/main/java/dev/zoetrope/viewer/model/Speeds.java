package dev.zoetrope.viewer.model;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes speeds: {@code 25}, {@code 25 fps}, or {@code run in 10 s}. */
public final class Speeds {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)?");

  private Speeds() {}

  /** Returns frames per second, or empty if the text is not a speed. */
  public static OptionalDouble parse(String text, int frames) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.find()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(matcher.group().replace(',', '.'));
    if (number <= 0) {
      return OptionalDouble.empty();
    }
    boolean seconds =
        text.substring(matcher.end()).strip().toLowerCase(Locale.ROOT).startsWith("s");
    return OptionalDouble.of(seconds ? frames / number : number);
  }

  public static String text(double framesPerSecond) {
    boolean whole = framesPerSecond == Math.rint(framesPerSecond);
    return String.format(Locale.ROOT, whole ? "%.0f fps" : "%.1f fps", framesPerSecond);
  }
}
