package dev.zoetrope.viewer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the system, with a command, whether the desktop is dark. */
final class SystemTheme {

  private static final long PATIENCE_MILLIS = 1500;

  private SystemTheme() {}

  /** Returns whether the desktop is dark; empty if unknown. Takes up to a second and a half. */
  static Optional<Boolean> isDark() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      // In light mode the key is absent, and the command fails.
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
      return ""; // no such command: unknown
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
