package dev.zoetrope.cli;

import dev.zoetrope.viewer.ZoetropeApplication;
import java.awt.Font;

/** Whether a window can be opened here. */
final class Screen {

  private Screen() {}

  /**
   * Fails where there is no screen, none that can be reached, or no font to write with.
   *
   * @param instead what to do then
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
      return false; // Java fails in each of these ways, depending on what is missing
    }
  }
}
