package dev.zoetrope.cli;

import dev.zoetrope.recording.RecordingVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = "Reads everything in a recording and reports damage.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:sound", "1:damaged or unreadable", "2:wrong usage"})
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECORDING", description = "NAME.zarr or NAME.zarr.zip")
  private Path recording;

  @Option(
      names = "--clean",
      description =
          "delete unfinished files of a killed writer; do not use while the recording is being written")
  private boolean clean;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Console console = new Console(spec.commandLine().getErr());
    RecordingVerifier.Report report;
    try (Interruption interruption = new Interruption()) {
      report = RecordingVerifier.verify(recording, console.showing("verifying", interruption));
    } finally {
      console.end(false);
    }
    if (clean) {
      out.println("unfinished files deleted: " + RecordingVerifier.clean(recording));
    }
    report.damage().forEach(line -> out.println("damaged  " + line));
    if (report.sound()) {
      out.println(recording + " is sound: " + Words.count(report.chunks(), "chunk") + " read");
      return CommandLine.ExitCode.OK;
    }
    out.println(recording + " is damaged in " + Words.count(report.damage().size(), "place"));
    return CommandLine.ExitCode.SOFTWARE;
  }
}
