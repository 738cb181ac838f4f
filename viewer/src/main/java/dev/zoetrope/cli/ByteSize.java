package dev.zoetrope.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads sizes such as {@code 10MB}, {@code 500 kB} or {@code 8MiB}. */
final class ByteSize implements CommandLine.ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\" is not a size; write it as in 10MB");
    }
    BigDecimal unit = BigDecimal.valueOf(UNITS.get(matcher.group(2)));
    return new BigDecimal(matcher.group(1)).multiply(unit).longValue();
  }
}
