package dev.zoetrope.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Reports wrong usage in one line, and points to the help. */
final class UsageLine implements CommandLine.IParameterExceptionHandler {

  @Override
  public int handleParseException(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("zoetrope: " + e.getMessage().replaceAll("\\R", " "));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }
}
