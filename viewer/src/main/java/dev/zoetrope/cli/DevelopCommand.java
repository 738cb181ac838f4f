package dev.zoetrope.cli;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingInfo;
import dev.zoetrope.training.EngineUnavailableException;
import dev.zoetrope.training.NetworkUnavailableException;
import dev.zoetrope.training.RecordedRun;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "develop",
    description = {
      "Computes the activations of a deferred recording, which has weights alone.",
      "It can be interrupted at any time, and goes on where it was."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DevelopCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECORDING", description = "NAME.zarr, from record --deferred")
  private Path recording;

  @Mixin private NetworkArguments network;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    EngineOnClassPath.require("develop");
    if (Files.isRegularFile(recording)) {
      throw new CommandFailedException(
          recording + " is packed; unpack it, as in unzip -d NAME.zarr, and develop the folder");
    }
    PrintWriter out = spec.commandLine().getOut();
    Console console = new Console(spec.commandLine().getErr());
    int developed;
    try (Interruption interruption = new Interruption()) {
      developed =
          new RecordedRun(recording, network.source())
              .develop(console.showing("developing", interruption));
    } catch (EngineUnavailableException | NetworkUnavailableException e) {
      throw new CommandFailedException(e.getMessage());
    } finally {
      console.end(false);
    }
    try (Recording now = Recording.open(recording)) {
      RecordingInfo info = now.info();
      out.println(
          developed == 0
              ? recording + " has nothing to develop: all of its frames have activations"
              : "%s  %s developed, %s in all"
                  .formatted(
                      recording,
                      Words.count(developed, "frame"),
                      Words.count(info.frames(), "frame")));
    }
    return CommandLine.ExitCode.OK;
  }
}
