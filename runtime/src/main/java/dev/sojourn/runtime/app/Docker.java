package dev.sojourn.runtime.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The Docker of this machine, asked by its command line. Each question blocks until its answer. */
final class Docker {
  /** An image may have to be fetched. */
  private static final Duration LONG = Duration.ofMinutes(15);

  private static final Duration SHORT = Duration.ofSeconds(60);

  private final Path directory;
  private final String program;

  /**
   * The Docker that is given compose files of a directory.
   *
   * @param program its command line, by name or path
   */
  Docker(Path directory, String program) {
    this.directory = directory;
    this.program = program;
  }

  /**
   * What it says of itself, such as {@code 27.3.1}.
   *
   * @throws NotStarted if it is not there or does not run
   */
  String version() {
    return run(SHORT, List.of(program, "version", "--format", "{{.Server.Version}}"), Set.of());
  }

  /** The version of its compose, such as {@code 2.29.7}. */
  String composeVersion() {
    return run(SHORT, List.of(program, "compose", "version", "--short"), Set.of());
  }

  /**
   * What a command of compose prints.
   *
   * @param file the compose file
   * @param settings the file of settings; what it names counts, whatever this process has of it
   */
  String compose(Path file, Path settings, Set<String> names, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(program, "compose", "--env-file", settings.toString(), "-f", file.toString()));
    command.addAll(List.of(words));
    return run(LONG, command, names);
  }

  private String run(Duration patience, List<String> command, Set<String> hidden) {
    try {
      Path out = Files.createTempFile("sojourn", ".out");
      Path err = Files.createTempFile("sojourn", ".err");
      try {
        return run(patience, command, hidden, out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(
      Duration patience, List<String> command, Set<String> hidden, Path out, Path err)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(hidden);
    if (ended(started(builder), patience, command) != 0) {
      throw new NotStarted(said(command) + " failed: " + lastLines(err), null);
    }
    return Files.readString(out).strip();
  }

  private Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NotStarted(
          "no '"
              + program
              + "' on the PATH; install Docker with its compose plugin, or use './sojourn dev',"
              + " which needs none",
          e);
    }
  }

  private static int ended(Process process, Duration patience, List<String> command) {
    try {
      if (process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new NotStarted(
          said(command) + " did not end within " + patience.toSeconds() + " s", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotStarted(said(command) + " was interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static String lastLines(Path err) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(err), StandardCharsets.UTF_8).lines().toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static String said(List<String> command) {
    return "'" + String.join(" ", command) + "'";
  }
}
