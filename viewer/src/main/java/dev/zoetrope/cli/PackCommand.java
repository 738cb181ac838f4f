package dev.zoetrope.cli;

import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.viewer.ui.ByteCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "pack",
    description = "Packs a recording into one file, NAME.zarr.zip.",
    mixinStandardHelpOptions = true)
final class PackCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECORDING", description = "NAME.zarr")
  private Path recording;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "the zip to write; default: NAME.zarr.zip beside the recording")
  private Path out;

  @Option(names = "--force", description = "replace the zip if it exists")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path zip = out != null ? out : OutputPaths.zip(recording);
    if (Files.isDirectory(zip)) {
      throw new CommandFailedException(
          zip
              + " is a folder; name a file, as in --out "
              + zip.resolve(OutputPaths.zip(recording).getFileName()));
    }
    if (Files.exists(zip) && !force) {
      throw new CommandFailedException(
          zip + " exists; --force replaces it, --out FILE writes elsewhere");
    }
    Console console = new Console(spec.commandLine().getErr());
    try (Interruption interruption = new Interruption()) {
      RecordingPacker.pack(recording, zip, force, console.showing("packing", interruption));
    } finally {
      console.end(false);
    }
    spec.commandLine().getOut().println(zip + "  " + ByteCount.exact(Files.size(zip)));
    return CommandLine.ExitCode.OK;
  }
}
