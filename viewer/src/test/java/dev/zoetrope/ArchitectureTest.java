package dev.zoetrope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Opening a recording never loads an engine, and little of the player is public. */
class ArchitectureTest {

  private static final JavaClasses VIEWER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.zoetrope.viewer", "dev.zoetrope.cli");

  /** The packages of the player that each package may use. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "ui", List.of(),
          "model", List.of("ui"),
          "action", List.of("model", "ui"),
          "export", List.of("model", "ui"),
          "sheet", List.of("model", "ui"),
          "overview", List.of("model", "ui", "export"),
          "timeline", List.of("model", "ui", "action"));

  @Test
  void packagesOfThePlayerHaveNoCycles() {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : MAY_USE.keySet()) {
      rule = rule.layer(name).definedBy("dev.zoetrope.viewer." + name);
    }
    rule = rule.layer("viewer").definedBy("dev.zoetrope.viewer");
    rule = rule.whereLayer("viewer").mayNotBeAccessedByAnyLayer();
    for (Map.Entry<String, List<String>> entry : MAY_USE.entrySet()) {
      String[] others = entry.getValue().toArray(String[]::new);
      rule =
          others.length == 0
              ? rule.whereLayer(entry.getKey()).mayNotAccessAnyLayer()
              : rule.whereLayer(entry.getKey()).mayOnlyAccessLayers(others);
    }
    rule.check(VIEWER);
  }

  @Test
  void thePlayerUsesNoEngineAndNoTraining() {
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.viewer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.djl..",
            "dev.zoetrope.training",
            "dev.zoetrope.capture",
            "dev.zoetrope.network",
            "dev.zoetrope.dataset",
            "dev.zoetrope.cli")
        .check(VIEWER);
  }

  @Test
  void onlyCommandsThatNeedAnEngineUseTraining() {
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.cli")
        .and()
        .haveNameNotMatching(
            ".*\\.(RecordCommand|TrainingArguments|AskCommand|DevelopCommand|NetworkArguments)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zoetrope.training", "dev.zoetrope.capture", "ai.djl..")
        .check(VIEWER);
  }

  @Test
  void theModelUsesNoSwing() {
    noClasses()
        .that()
        .haveSimpleName("PlayerModel")
        .or()
        .haveSimpleName("Transport")
        .or()
        .haveSimpleName("ViewState")
        .or()
        .haveSimpleName("Playback")
        .or()
        .haveSimpleName("RunLoader")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.swing..")
        .check(VIEWER);
  }

  @Test
  void littleIsPublic() {
    classes()
        .that()
        .resideInAPackage("dev.zoetrope.viewer")
        .and()
        .haveModifier(JavaModifier.PUBLIC)
        .should()
        .haveNameMatching(".*\\.(ZoetropePlayer|ZoetropeApplication)")
        .check(VIEWER);
  }
}
