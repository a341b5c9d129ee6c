package dev.sojourn.runtime.app

import java.nio.file.Files
import java.nio.file.Path

/** What the README shows. */
class Readme {
  /** The top of the tree, whichever directory below it this runs in. */
  static final Path ROOT = Path.of('').toAbsolutePath().with { here ->
    def path = here
    while (!Files.isRegularFile(path.resolve('README.md')) || !Files.isDirectory(path.resolve('journeys'))) {
      path = path.parent
    }
    path
  }

  static final String TEXT = Files.readString(ROOT.resolve('README.md'))

  /** The code blocks of a language. */
  static List<String> snippets(String language) {
    (TEXT =~ /(?ms)^```$language\n(.*?)^```$/).collect { it[1] as String }
  }
}
