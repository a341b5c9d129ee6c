package dev.sojourn.runtime.app

import java.nio.file.Files
import java.nio.file.Path

/** What is shipped: the jar of this build, which has its libraries beside it. */
class Shipped {
  private static final Path CLASSES = Path.of(Main.protectionDomain.codeSource.location.toURI())

  static final Path JAR = CLASSES.resolveSibling('sojourn.jar')

  /** Whether it is what the specs were compiled with; an IDE compiles and packs nothing. */
  static final boolean CURRENT = current()

  /** A command that starts it, or the same classes from the specs' own class path where it is not current. */
  static List<String> command(List<String> options, String... words) {
    def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
    def what = CURRENT ? ['-jar', JAR.toString()]
        : ['--enable-native-access=ALL-UNNAMED', '-cp', System.getProperty('java.class.path'), Main.name]
    [java, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'] + options + what + (words as List)
  }

  /** The jar and its libraries. */
  static List<File> files() {
    [JAR.toFile()] + (JAR.resolveSibling('lib').toFile().listFiles() as List).sort()
  }

  private static boolean current() {
    def packed = JAR.toFile().lastModified()
    packed && System.getProperty('java.class.path').split(File.pathSeparator).every { entry ->
      !entry.endsWith("${File.separator}classes") || !newer(Path.of(entry), packed)
    }
  }

  private static boolean newer(Path directory, long packed) {
    Files.walk(directory).withCloseable { paths ->
      paths.anyMatch { Files.isRegularFile(it) && it.toFile().lastModified() > packed }
    }
  }
}
