package dev.zoetrope.cli;

import dev.zoetrope.viewer.ZoetropeApplication;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "play",
    description = "Opens a recording in the player. Press ? there to see all keys.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PlayCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RECORDING",
      arity = "0..1",
      description = "NAME.zarr or NAME.zarr.zip; default: choose one in the window")
  private Path path;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    Screen.require("\"zoetrope export\" makes pictures without one");
    ZoetropeApplication.open(Optional.ofNullable(path)).await();
    return CommandLine.ExitCode.OK;
  }
}
