package dev.zoetrope.cli;

import dev.zoetrope.viewer.ZoetropeApplication;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The entry point of the command line. Exit codes: 0 success, 1 failure, 2 wrong usage, 130
 * interrupted.
 */
@Command(
    name = "zoetrope",
    description = "Records what every layer of a neural network sees while it learns.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start with \"zoetrope record\": it trains on the bundled MNIST.",
      "Benchmarks: ./zoetrope bench --help, in a clone of the repository.",
      "Completion for bash: source <(zoetrope generate-completion)",
    })
public final class Main implements Runnable {

  private static final Logger LIBRARY_LOG = Logger.getLogger("dev.zoetrope");

  /** The commands in the order of the help text. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          RecordCommand.class,
          PlayCommand.class,
          AskCommand.class,
          DevelopCommand.class,
          ExportCommand.class,
          InfoCommand.class,
          VerifyCommand.class,
          PackCommand.class,
          AutoComplete.GenerateCompletion.class);

  @Spec private CommandSpec spec;

  Main() {}

  /** Runs a command and exits the JVM with its exit code. */
  public static void main(String[] arguments) {
    Optional<String> problem = Surroundings.namingProblem(List.of(arguments));
    if (problem.isPresent()) {
      System.err.println("zoetrope: " + problem.get());
      System.exit(CommandLine.ExitCode.SOFTWARE);
    }
    Surroundings.nameHome();
    if (arguments.length == 2 && arguments[0].equals("play") && !arguments[1].startsWith("-")) {
      warmUp(arguments[1]);
    }
    System.exit(run(arguments));
  }

  private static void warmUp(String recording) {
    try {
      ZoetropeApplication.warmUp(Path.of(recording));
    } catch (InvalidPathException e) {
      return; // the command itself reports a wrong name
    }
  }

  /** Runs a command without exiting the JVM, and returns the exit code. */
  static int run(String... arguments) {
    LIBRARY_LOG.setLevel(Level.OFF); // the program reports these warnings in its error line
    Locale.setDefault(Locale.ENGLISH); // the language of all messages
    Output output = new Output();
    CommandLine commandLine = new CommandLine(new Main());
    commands(arguments).forEach(commandLine::addSubcommand);
    commandLine
        .setOut(output.writer())
        .registerConverter(Path.class, new PathText())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setParameterExceptionHandler(new UsageLine())
        .setExecutionExceptionHandler(new ErrorLine());
    try {
      return output.end(commandLine.execute(arguments), commandLine.getErr());
    } catch (OutOfMemoryError e) {
      commandLine.getErr().println(outOfMemory());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Returns the command that is called. Reading the options of all would delay its start. */
  private static List<Class<?>> commands(String... arguments) {
    for (Class<?> command : COMMANDS) {
      if (arguments.length > 0
          && command.getAnnotation(Command.class).name().equals(arguments[0])
          && command != AutoComplete.GenerateCompletion.class) {
        return List.of(command);
      }
    }
    return COMMANDS; // to list, to complete or to suggest
  }

  private static String outOfMemory() {
    return "zoetrope: Java may use %s MB, which is too little. Recording MNIST takes 128 MB, larger data more; give it more, as in JDK_JAVA_OPTIONS=-Xmx1g"
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "zoetrope " + (version == null ? "(not packaged)" : version),
        "Java " + System.getProperty("java.runtime.version"),
      };
    }
  }
}
