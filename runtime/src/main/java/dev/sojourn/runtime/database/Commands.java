package dev.sojourn.runtime.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Small programs that are run to their end. */
final class Commands {
  private Commands() {}

  static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return waited(process, command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs the program in a directory; fails with what it printed. */
  static void run(List<String> command, Path directory) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = waited(process, command);
      if (code != 0) {
        throw new EmbeddedFailed(
            "'" + String.join(" ", command) + "' ended with code " + code + ": " + printed);
      }
    } catch (IOException e) {
      throw new EmbeddedFailed("'" + command.get(0) + "' cannot be run: " + e.getMessage(), e);
    }
  }

  private static int waited(Process process, List<String> command) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new EmbeddedFailed("'" + command.get(0) + "' was interrupted", e);
    }
  }
}
