package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the examples in the Javadoc compile. They may use the parameters of {@link #METHOD}.
 */
class JavadocExamplesTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final String IMPORTS =
      """
      import ai.djl.ndarray.*;
      import ai.djl.nn.Block;
      import ai.djl.nn.convolutional.Conv2d;
      import ai.djl.training.DefaultTrainingConfig;
      import ai.djl.training.Trainer;
      import ai.djl.training.loss.Loss;
      import java.awt.image.BufferedImage;
      import java.nio.file.*;
      import java.util.*;
      """;
  private static final String METHOD =
      """
        static void example%d(
            Recording recording, Path file, Block block, Trainer trainer, NDList data, NDArray images,
            Loss loss) throws Exception {
      %s
        }
      """;

  @TempDir private Path folder;

  /** Adds the examples in a file as methods. */
  private static void addExamples(Path file, List<String> methods) throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(file));
    while (example.find()) {
      String code = example.group(1).replace("}{@code ", "").replaceAll("(?m)^ *\\* ?", "");
      methods.add(METHOD.formatted(methods.size(), code));
    }
  }

  @Test
  void theyCompile() throws IOException {
    List<String> methods = new ArrayList<>();
    Set<String> packages = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES.resolve("dev"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        addExamples(file, methods);
        Path relative = SOURCES.relativize(file.getParent());
        packages.add("import " + relative.toString().replaceAll("[/\\\\]", ".") + ".*;\n");
      }
    }
    packages.remove("import dev.*;\n");
    assertThat(methods).hasSizeGreaterThan(5);
    Path source = folder.resolve("Examples.java");
    Files.writeString(
        source,
        IMPORTS
            + String.join("", packages)
            + "class Examples {\n"
            + String.join("", methods)
            + "}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(errors, manager, null, options, null, manager.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(errors + "\n" + Files.readString(source)).isTrue();
    }
  }
}
