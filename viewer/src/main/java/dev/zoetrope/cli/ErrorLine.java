package dev.zoetrope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/** Reports an error in one line. Stack traces are for bugs, not for a user's mistakes. */
final class ErrorLine implements CommandLine.IExecutionExceptionHandler {

  /** The exit code that shells use for a program ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof CancellationException) {
      err.println("zoetrope: " + e.getMessage());
      return INTERRUPTED;
    }
    if (e instanceof IOException || e instanceof CommandFailedException) {
      err.println("zoetrope: " + message(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  private static String message(Exception e) {
    if (e instanceof FileSystemException file && file.getReason() == null) {
      if (e instanceof NoSuchFileException) {
        return file.getFile() + " does not exist";
      }
      if (e instanceof AccessDeniedException) {
        return file.getFile() + " cannot be read or written: permission denied";
      }
      if (e instanceof FileAlreadyExistsException) {
        return file.getFile() + " exists";
      }
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
