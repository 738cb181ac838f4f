package dev.zoetrope.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Names the file that was to be written, where the operating system names another one or none. */
final class FailedWrite {

  private FailedWrite() {}

  /**
   * Returns the failure to throw.
   *
   * @param target the file that the caller asked for
   * @param helper the temporary file or lock beside it
   */
  static IOException naming(Path target, Path helper, IOException failure) {
    if (failure instanceof FileSystemException e && helper.toString().equals(e.getFile())) {
      FileSystemException named =
          e instanceof AccessDeniedException
              ? new AccessDeniedException(target.toString(), null, e.getReason())
              : new FileSystemException(target.toString(), null, reason(e));
      named.initCause(e);
      return named;
    }
    // ImageIO hides the reason in the cause.
    IOException said =
        failure.getClass().getName().startsWith("javax.imageio.")
                && failure.getCause() instanceof IOException cause
            ? cause
            : failure;
    return said.getClass() == IOException.class
            && !String.valueOf(said.getMessage()).contains(target.toString())
        ? new IOException(target + ": " + said.getMessage(), failure)
        : failure;
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }
}
