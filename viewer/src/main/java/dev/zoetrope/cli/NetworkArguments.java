package dev.zoetrope.cli;

import dev.zoetrope.training.NetworkSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which network a recording is of. */
final class NetworkArguments {

  @Option(
      names = "--block",
      paramLabel = "CLASS",
      description = {
        "the network, if it is not that of record: a class that extends DJL's Block, with a public",
        "constructor without parameters"
      })
  private String block;

  @Option(
      names = "--classpath",
      paramLabel = "JAR",
      split = "[:,]",
      description = "jars or folders in which that class, and what it needs, are found")
  private List<Path> classPath = List.of();

  NetworkSource source() throws CommandFailedException {
    if (block == null && !classPath.isEmpty()) {
      throw new CommandFailedException("--classpath is for the class that --block names");
    }
    return new NetworkSource(Optional.ofNullable(block), classPath);
  }
}
