package dev.zoetrope.cli;

import dev.zoetrope.viewer.ZoetropeApplication;
import java.awt.Font;

/** Checks whether a window can be opened. */
final class Screen {

  private Screen() {}

  /**
   * Fails if there is no screen, if it cannot be reached, or if there are no fonts.
   *
   * @param instead what the user can do instead
   */
  static void require(String instead) throws CommandFailedException {
    if (!ZoetropeApplication.hasScreen()) {
      throw new CommandFailedException("there is no screen to open a window on; " + instead);
    }
    if (!hasFonts()) {
      throw new CommandFailedException(
          "there is no font to write with; install one, such as the package fonts-dejavu-core");
    }
  }

  private static boolean hasFonts() {
    try {
      return new Font(Font.DIALOG, Font.PLAIN, 12).canDisplay('a');
    } catch (LinkageError | InternalError | RuntimeException e) {
      return false; // Java throws any of these, depending on what is missing
    }
  }
}
