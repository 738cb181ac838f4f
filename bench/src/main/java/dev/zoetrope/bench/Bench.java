package dev.zoetrope.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the benchmarks, each part in a JVM of its own, and writes the report. */
@Command(
    name = "zoetrope bench",
    description = "Compares convolutions across engines and measures what recording costs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:failure", "2:wrong usage"},
    footer = {
      "",
      "Use the machine for nothing else while this runs. An engine that could not be fetched, or a"
          + " device that is missing, is left out; the report says so.",
    })
public final class Bench implements Callable<Integer> {

  /** What the tasks leave and print; git ignores it. */
  private static final String RAW = "raw";

  @Option(names = "--quick", description = "measure fewer layers and lengths, less often")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "conv, training, capture, recording, pictures; default: all")
  private List<String> only = BenchPlan.PARTS;

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "default: ${DEFAULT-VALUE}",
      defaultValue = "pytorch,mxnet,onnxruntime,tensorflow,nd4j")
  private List<String> engines;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      description = "the device for convolutions; default: ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "default: bench/results/<date>-<cpu>-<jdk>")
  private Path out;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "measure nothing; write the report and charts of an earlier run again")
  private Path report;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "put the report's summary into this file, such as docs/PERFORMANCE.md")
  private Path into;

  @Spec private CommandSpec spec;

  Bench() {}

  /** Runs and exits. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setUsageHelpLongOptionsMaxWidth(24)
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof RuntimeException) {
                    throw e; // a fault of ours, so where it was matters
                  }
                  line.getErr().println("zoetrope: " + e);
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = report;
    if (directory == null) {
      requireKnown("part", only, BenchPlan.PARTS);
      requireKnown("engine", engines, BenchPlan.ENGINES);
      requireKnown("device", List.of(device), List.of("cpu", "gpu"));
      directory = measure();
    } else if (!Files.exists(directory.resolve(Results.FILE))) {
      throw new ParameterException(
          spec.commandLine(), "no run in %s: there is no %s".formatted(report, Results.FILE));
    }
    Report written = Report.of(directory);
    written.write();
    out().printf("%s%n", directory.resolve(Report.FILE));
    if (into != null) {
      written.replaceSection(into);
      out().printf("%s, between the marks%n", into);
    }
    return 0;
  }

  private void requireKnown(String what, List<String> given, List<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "no %s %s; there are %s".formatted(what, name, known));
      }
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private Path measure() throws IOException, InterruptedException, URISyntaxException {
    Machine machine = Machine.here();
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    Path home = home();
    Path directory =
        out != null
            ? out
            : home.resolveSibling("results")
                .resolve(date + "-" + machine.slug() + (quick ? "-quick" : ""));
    Path raw = Files.createDirectories(directory.resolve(RAW));
    List<String> leftOut = new ArrayList<>();
    Set<String> present = presentEngines(home, leftOut);
    BenchPlan plan = new BenchPlan(raw, quick, device, machine.cores());
    List<BenchTask> tasks = plan.tasks(only, present);
    long begin = System.nanoTime();
    BenchProcesses processes = new BenchProcesses(tasks, home, raw, leftOut, out());
    out()
        .printf(
            Locale.ROOT,
            "%s, %d cores, %s%n%d parts, about %s; results in %s%n",
            machine.cpu(),
            machine.cores(),
            machine.jdk(),
            tasks.size(),
            BenchProcesses.duration(tasks.stream().mapToLong(BenchTask::seconds).sum()),
            directory);
    leftOut.forEach(line -> out().printf("left out: %s%n", line));
    processes.runAll();
    RunRecord run =
        new RunRecord(
            date,
            machine,
            Bench.class.getPackage().getImplementationVersion(),
            quick,
            device,
            (System.nanoTime() - begin) / 60e9,
            processes.engines(),
            leftOut);
    Results.collect(raw, run).write(directory);
    return directory;
  }

  /** Where the jar is, with the engines' folders beside it. */
  private static Path home() throws URISyntaxException {
    Path jar = Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return jar.toAbsolutePath().getParent();
  }

  private Set<String> presentEngines(Path home, List<String> leftOut) {
    Set<String> present = new TreeSet<>();
    for (String engine : engines) {
      if (Files.isDirectory(home.resolve("engines").resolve(engine))) {
        present.add(engine);
      } else {
        leftOut.add(engine + ", since its libraries were not fetched; ./zoetrope bench does");
      }
    }
    return present;
  }
}
