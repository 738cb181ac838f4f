package dev.zoetrope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Opening a recording never loads an engine; what embeds the player sees little of it. */
class ArchitectureTest {

  private static final JavaClasses VIEWER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.zoetrope.viewer", "dev.zoetrope.cli");

  @Test
  void thePlayerKnowsNoEngineAndNoTraining() {
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.viewer")
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
  void onlyRecordReachesTraining() {
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.cli")
        .and()
        .haveNameNotMatching(".*\\.RecordCommand(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zoetrope.training", "dev.zoetrope.capture", "ai.djl..")
        .check(VIEWER);
  }

  @Test
  void theModelHasNoWindows() {
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
