package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/API.md lists every public type. */
class ApiTest {

  private static final Path LIST = Path.of("../docs/API.md");

  private static Set<String> exported() throws IOException {
    Set<String> exported = new TreeSet<>();
    for (String module : List.of("library", "viewer")) {
      Path description = Path.of("..", module, "src/main/java/module-info.java");
      Pattern.compile("exports ([\\w.]+);")
          .matcher(Files.readString(description))
          .results()
          .forEach(match -> exported.add(match.group(1)));
    }
    return exported;
  }

  @Test
  void everyPublicTypeIsListed() throws IOException {
    Set<String> exported = exported();
    Set<String> found = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(exported)) {
      if (exported.contains(type.getPackageName())
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && type.getEnclosingClass().isEmpty()) {
        found.add(type.getName());
      }
    }
    Set<String> listed = new TreeSet<>();
    Matcher line =
        Pattern.compile("(?m)^(?:## ([\\w.]+)|\\| `(\\w+)` \\|)").matcher(Files.readString(LIST));
    String section = "";
    while (line.find()) {
      if (line.group(1) != null) {
        section = line.group(1);
      } else {
        listed.add(section + "." + line.group(2));
      }
    }
    assertThat(found).isNotEmpty().isEqualTo(listed);
  }
}
