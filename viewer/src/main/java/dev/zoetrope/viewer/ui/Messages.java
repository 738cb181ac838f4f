package dev.zoetrope.viewer.ui;

import dev.zoetrope.recording.RecordingFormatException;
import java.awt.Component;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.swing.JOptionPane;

/** Error messages for users: what happened, and what to do about it. */
public final class Messages {

  private Messages() {}

  /** Returns why a recording could not be opened. */
  public static String opening(Path path, Exception e) {
    if (e instanceof NoSuchFileException) {
      return path
          + " does not exist.\n\nCheck the name, or make a recording with\n"
          + "    zoetrope record --out "
          + path.getFileName();
    }
    if (e instanceof AccessDeniedException) {
      return path
          + " cannot be read: permission denied.\n\nAsk its owner for permission, or copy it.";
    }
    if (e instanceof RecordingFormatException damage) {
      String where = damage.array().isEmpty() ? "" : "\nIn it: " + damage.array();
      return path
          + " cannot be shown: it "
          + sentence(damage.reason())
          + where
          + "\n\nChoose a folder NAME.zarr or a file NAME.zarr.zip that Zoetrope recorded."
          + "\nTo see which parts of a damaged recording are intact, run\n    zoetrope verify "
          + path;
    }
    return path + " cannot be opened: " + reason(e);
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  public static String reason(Throwable e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + " does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return e.getMessage() + " cannot be read: permission denied";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  public static void show(Component parent, String title, String text) {
    JOptionPane.showMessageDialog(parent, text, title, JOptionPane.ERROR_MESSAGE);
  }
}
