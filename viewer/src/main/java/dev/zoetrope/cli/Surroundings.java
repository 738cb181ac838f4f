package dev.zoetrope.cli;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The environment of the program: the character set of file names and the user's home folder. */
final class Surroundings {

  private Surroundings() {}

  /**
   * Returns why a name on the command line, or the current folder, cannot be found on the disk.
   * Unix stores names as bytes, and Java decodes them with the locale's character set.
   */
  static Optional<String> namingProblem(List<String> arguments) {
    if (File.separatorChar != '/') {
      return Optional.empty(); // Windows stores names as characters
    }
    String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
    return unreadable(arguments, System.getProperty("user.dir", ""), charset)
        .map(
            name ->
                "the name %s cannot be read in this locale (%s); set LC_ALL=C.UTF-8, or start with ./zoetrope"
                    .formatted(name, charset));
  }

  /** Returns the first argument, or else the folder, that cannot be encoded in a character set. */
  static Optional<String> unreadable(List<String> arguments, String folder, String charset) {
    CharsetEncoder encoder = Charset.forName(charset).newEncoder();
    return Stream.concat(arguments.stream(), Stream.of(folder))
        .filter(name -> !encoder.canEncode(name))
        .findFirst();
  }

  /**
   * Sets a home folder if the account has none. Java then calls it "?", and would create a folder
   * of that name in the current folder.
   */
  static void nameHome() {
    if (System.getProperty("user.home", "?").equals("?")) {
      String home = System.getenv("HOME");
      // Not even root can create files below /dev/null.
      System.setProperty("user.home", home == null || home.isBlank() ? "/dev/null" : home);
    }
  }
}
