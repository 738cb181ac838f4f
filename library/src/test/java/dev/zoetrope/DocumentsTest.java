package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that Java code in the documents is quoted from the examples, and that links lead
 * somewhere.
 */
class DocumentsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> FOLDERS = Set.of("docs", "bench", "data");
  private static final Pattern QUOTED =
      Pattern.compile("<!-- (\\w+)\\.java, (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile(" *// show: (\\w+)\\n(.*?) *// end\\n", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  /** Returns the documents: those of the root, and those of the folders that have some. */
  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      documents.addAll(top.filter(DocumentsTest::isDocument).toList());
    }
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        documents.addAll(
            files
                .filter(DocumentsTest::isDocument)
                .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                .toList());
      }
    }
    assertThat(documents).hasSizeGreaterThan(10);
    return documents;
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".md");
  }

  /** Returns the marked parts of every example, by "Class, part". */
  private static Map<String, String> parts() throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/examples"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher marked = MARKED.matcher(Files.readString(file));
        while (marked.find()) {
          String name = file.getFileName().toString().replace(".java", ", " + marked.group(1));
          parts.put(name, marked.group(2).stripTrailing().stripIndent() + "\n");
        }
      }
    }
    return parts;
  }

  @Test
  void javaIsQuotedFromTheExamplesWordForWord() throws IOException {
    Map<String, String> parts = parts();
    Set<String> shown = new TreeSet<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      Matcher quoted = QUOTED.matcher(text);
      int count = 0;
      while (quoted.find()) {
        String name = quoted.group(1) + ", " + quoted.group(2);
        assertThat(quoted.group(3)).as("%s in %s", name, document).isEqualTo(parts.get(name));
        shown.add(name);
        count++;
      }
      assertThat(text.split("```java\\n", -1))
          .as("each snippet of %s quotes an example", document)
          .hasSize(count + 1);
    }
    assertThat(shown).isEqualTo(parts.keySet());
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !leadsSomewhere(document, target)) {
          broken.add(ROOT.relativize(document) + " to " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** Turns headings into anchors as GitHub does. */
  private static Set<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void messagesThatAreExplainedExist() throws IOException {
    StringBuilder code = new StringBuilder(Files.readString(ROOT.resolve("zoetrope")));
    for (String module : List.of("library", "viewer")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String source = Files.readString(file);
          code.append(source.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\""));
        }
      }
    }
    List<String> unknown = new ArrayList<>();
    Matcher message =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(Files.readString(ROOT.resolve("docs/TROUBLESHOOTING.md")));
    while (message.find()) {
      for (String part : message.group(1).split("…", -1)) {
        if (code.indexOf(part.strip()) < 0) {
          unknown.add(part);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void theReadmeCanBeReadInOneGo() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(120);
  }
}
