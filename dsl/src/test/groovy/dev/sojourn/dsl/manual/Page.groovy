package dev.sojourn.dsl.manual

import java.nio.file.Files
import java.nio.file.Path

/** A file of the tree that specs generate: with {@code -Dsojourn.docs=write} they write it. */
class Page {
  /** The top of the tree, whichever directory below it this runs in. */
  static final Path ROOT = Path.of('').toAbsolutePath().with { here ->
    def path = here
    while (!Files.isRegularFile(path.resolve('README.md')) || !Files.isDirectory(path.resolve('journeys'))) {
      path = path.parent
    }
    path
  }

  static final String HOW = 'run ./mvnw -pl dsl test -Dsojourn.docs=write'

  /** The text of a generated file; it is written first when that is asked for. */
  static String text(String path, String wanted) {
    def file = ROOT.resolve(path)
    if (System.getProperty('sojourn.docs') == 'write') {
      Files.createDirectories(file.parent)
      Files.writeString(file, wanted)
    }
    Files.exists(file) ? Files.readString(file) : ''
  }

  /** The source of a type of the language. */
  static String source(Class<?> type) {
    Files.readString(ROOT.resolve("dsl/src/main/java/${type.name.replace('.', '/')}.java"))
  }
}
