package dev.zoetrope.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows of Java is what the examples do. */
class GuideTest {

  private static final Path ROOT = Path.of("..");
  private static final String EXAMPLES = "src/test/java/dev/zoetrope/examples";
  private static final Pattern QUOTED =
      Pattern.compile("<!-- (\\w+)\\.java, (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile(" *// guide: (\\w+)\\n(.*?) *// end\\n", Pattern.DOTALL);

  /** Returns the marked parts of every example, by "Class, part". */
  private static Map<String, String> parts() throws IOException {
    Map<String, String> parts = new TreeMap<>();
    for (String module : List.of("library", "viewer")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve(EXAMPLES))) {
        for (Path file : files.toList()) {
          Matcher marked = MARKED.matcher(Files.readString(file));
          while (marked.find()) {
            String name = file.getFileName().toString().replace(".java", ", " + marked.group(1));
            parts.put(name, marked.group(2).stripTrailing().stripIndent() + "\n");
          }
        }
      }
    }
    return parts;
  }

  @Test
  void quotesTheExamplesWordForWord() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/GUIDE.md"));
    Map<String, String> quoted = new TreeMap<>();
    Matcher matcher = QUOTED.matcher(guide);
    while (matcher.find()) {
      quoted.put(matcher.group(1) + ", " + matcher.group(2), matcher.group(3));
    }
    assertThat(quoted).containsExactlyInAnyOrderEntriesOf(parts());
    assertThat(guide.split("```java\\n", -1))
        .as("each quotes an example")
        .hasSize(quoted.size() + 1);
  }

  @Test
  void itsLinksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher link =
        Pattern.compile("\\]\\(([^)#:]+)[^):]*\\)")
            .matcher(Files.readString(ROOT.resolve("docs/GUIDE.md")));
    while (link.find()) {
      if (!Files.exists(ROOT.resolve("docs").resolve(link.group(1)))) {
        broken.add(link.group(1));
      }
    }
    assertThat(broken.stream().collect(Collectors.joining(", "))).isEmpty();
  }
}
