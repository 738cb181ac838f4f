package dev.zoetrope;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Data flows dataset → training → capture → recording → render → export; imports run against it.
 */
class ArchitectureTest {

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.zoetrope");

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.zoetrope.(**)").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void readingAndDrawingNeedNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.zoetrope.dataset",
            "dev.zoetrope.recording..",
            "dev.zoetrope.render",
            "dev.zoetrope.export",
            "dev.zoetrope.analysis")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(LIBRARY);
  }

  @Test
  void importsRunAgainstTheFlow() {
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.recording..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zoetrope.capture", "dev.zoetrope.training", "dev.zoetrope.render")
        .check(LIBRARY);
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.render")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zoetrope.export", "dev.zoetrope.capture", "dev.zoetrope.training")
        .check(LIBRARY);
    noClasses()
        .that()
        .resideInAPackage("dev.zoetrope.capture")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zoetrope.training", "dev.zoetrope.network", "dev.zoetrope.render")
        .check(LIBRARY);
  }

  @Test
  void onlyTheRecordingKnowsItsInnerParts() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.zoetrope.recording..", "dev.zoetrope.zarr")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.zoetrope.zarr")
        .check(LIBRARY);
  }

  /** What is read runs nothing, fetches nothing and makes no objects of classes that it names. */
  @Test
  void recordingsAreData() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.zoetrope.recording..", "dev.zoetrope.render", "dev.zoetrope.analysis")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.lang.reflect..", "javax.script")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.io.ObjectInputStream.class,
            ProcessBuilder.class,
            ClassLoader.class,
            java.util.ServiceLoader.class)
        .orShould()
        .accessTargetWhere(
            target(owner(equivalentTo(Runtime.class)))
                .and(not(target(nameMatching("getRuntime|maxMemory")))))
        .check(LIBRARY);
  }

  @Test
  void theLibraryHasNoWindows() {
    noClasses().should().dependOnClassesThat().resideInAPackage("javax.swing..").check(LIBRARY);
  }
}
