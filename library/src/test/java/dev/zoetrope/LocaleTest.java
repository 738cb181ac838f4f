package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages and recordings have the same digits in every locale. */
class LocaleTest {

  /** A text with a number, formatted without saying in which locale. */
  private static final Pattern DEFAULT_LOCALE =
      Pattern.compile(
          "\"[^\"\\n]*%[,.0-9]*[dfeg][^\"\\n]*\"\\s*(\\+\\s*\"[^\"\\n]*\"\\s*)*\\.formatted\\(");

  @Test
  void noMessageIsFormattedInTheDefaultLocale() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> library = Files.walk(Path.of("src/main/java"));
        Stream<Path> viewer = Files.walk(Path.of("../viewer/src/main/java"))) {
      for (Path file : Stream.concat(library, viewer).filter(Files::isRegularFile).toList()) {
        if (DEFAULT_LOCALE.matcher(Files.readString(file)).find()) {
          found.add(file);
        }
      }
    }
    assertThat(found).as("use %s, or String.format(Locale.ROOT, …)").isEmpty();
  }
}
