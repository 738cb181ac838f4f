package dev.zoetrope.viewer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether the desktop is dark, where that can be known: asked by a command of the system. */
final class SystemTheme {

  private static final long PATIENCE_MILLIS = 1500;

  private SystemTheme() {}

  /** Asks; takes up to a second and a half. Empty where nobody knows. */
  static Optional<Boolean> isDark() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      // The key is absent in light mode, and the command fails.
      return Optional.of(ask("defaults", "read", "-g", "AppleInterfaceStyle").contains("Dark"));
    }
    if (os.contains("win")) {
      String answer =
          ask(
              "reg",
              "query",
              "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
              "/v",
              "AppsUseLightTheme");
      return answer.isEmpty() ? Optional.empty() : Optional.of(answer.contains("0x0"));
    }
    String answer = ask("gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
    return answer.isEmpty() ? Optional.empty() : Optional.of(answer.contains("dark"));
  }

  private static String ask(String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return process.exitValue() == 0
          ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      return ""; // no such command: nobody knows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
