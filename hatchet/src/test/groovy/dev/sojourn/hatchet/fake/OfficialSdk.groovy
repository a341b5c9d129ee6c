package dev.sojourn.hatchet.fake

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.util.concurrent.TimeUnit

/** The official TypeScript SDK, installed from npm into target/, and a worker of it as a process. */
class OfficialSdk {
  private static final Path FOLDER = Path.of('target/likeness').toAbsolutePath()

  /** Why it cannot run here, or null where it can; installs it at the first call. */
  static String missing() {
    try {
      if (run(Files.createDirectories(FOLDER), 20, 'node', '--version') != 0) {
        return 'Node does not run here'
      }
      return installed() ? null : install()
    } catch (IOException none) {
      return "Node is not installed here: ${none.message}"
    }
  }

  private static boolean installed() {
    Files.exists(FOLDER.resolve('node_modules/@hatchet-dev/typescript-sdk/package.json'))
  }

  private static String install() {
    ['package.json', 'worker.cjs'].each { name ->
      OfficialSdk.getResourceAsStream("/likeness/$name").withCloseable {
        Files.copy(it, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING)
      }
    }
    int code = run(FOLDER, 180, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund')
    return code == 0 && installed() ? null : "npm could not install the official SDK (exit code $code)"
  }

  private static int run(Path folder, int seconds, String... command) {
    Process process = new ProcessBuilder(command).directory(folder.toFile())
      .redirectErrorStream(true).redirectOutput(folder.resolve('npm.log').toFile()).start()
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly()
      return -1
    }
    return process.exitValue()
  }

  /** A worker that finds its engine by these variables. */
  static Process worker(Map<String, String> environment) {
    OfficialSdk.getResourceAsStream('/likeness/worker.cjs').withCloseable {
      Files.copy(it, FOLDER.resolve('worker.cjs'), StandardCopyOption.REPLACE_EXISTING)
    }
    ProcessBuilder builder = new ProcessBuilder('node', 'worker.cjs').directory(FOLDER.toFile())
      .redirectErrorStream(true).redirectOutput(FOLDER.resolve('worker.log').toFile())
    builder.environment().putAll(environment)
    return builder.start()
  }
}
