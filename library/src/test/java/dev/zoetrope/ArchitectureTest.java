package dev.zoetrope;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Data flows one way; imports point the other way. The table says which other packages each package
 * may use. ARCHITECTURE.md shows the same.
 */
class ArchitectureTest {

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.zoetrope");

  /** Packages without an entry use none of the others. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("zarr", List.of("files")),
          Map.entry("recording", List.of("zarr", "files")),
          Map.entry("pass", List.of("hooks", "recording")),
          Map.entry("replay", List.of("pass", "hooks", "recording", "files")),
          Map.entry("capture", List.of("pass", "hooks", "recording", "replay", "files")),
          Map.entry("training", List.of("dataset", "network", "capture", "replay", "recording")),
          Map.entry("insight", List.of("recording", "replay")),
          Map.entry("render", List.of("recording", "insight")),
          Map.entry("export", List.of("render", "recording", "insight", "files")));

  private static final List<String> PACKAGES =
      Stream.concat(
              Stream.of("files", "hooks", "dataset", "network"), MAY_USE.keySet().stream().sorted())
          .toList();

  @Test
  void importsPointAgainstTheFlowOfData() {
    LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String name : PACKAGES) {
      rule = rule.layer(name).definedBy("dev.zoetrope." + name + "..");
    }
    for (String name : PACKAGES) {
      String[] others = MAY_USE.getOrDefault(name, List.of()).toArray(String[]::new);
      rule =
          others.length == 0
              ? rule.whereLayer(name).mayNotAccessAnyLayer()
              : rule.whereLayer(name).mayOnlyAccessLayers(others);
    }
    rule.ensureAllClassesAreContainedInArchitecture().check(LIBRARY);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.zoetrope.(**)").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void readingMeasuringAndDrawingNeedNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.zoetrope.dataset",
            "dev.zoetrope.files",
            "dev.zoetrope.zarr",
            "dev.zoetrope.recording",
            "dev.zoetrope.insight",
            "dev.zoetrope.render",
            "dev.zoetrope.export")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(LIBRARY);
  }

  /**
   * Reading a recording runs no code, downloads nothing and never creates objects of classes that
   * it names.
   */
  @Test
  void recordingsAreData() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.zoetrope.zarr",
            "dev.zoetrope.recording",
            "dev.zoetrope.render",
            "dev.zoetrope.insight")
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
  void theLibraryOpensNoWindows() {
    noClasses().should().dependOnClassesThat().resideInAPackage("javax.swing..").check(LIBRARY);
  }
}
