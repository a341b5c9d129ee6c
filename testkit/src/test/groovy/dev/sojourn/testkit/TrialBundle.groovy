package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path

/** A bundle of one spec's own, in a directory that it is given. */
trait TrialBundle {
  Path bundle

  void journey(String id, String steps, String top = '') {
    Files.createDirectories(bundle.resolve('journeys'))
    Files.writeString(bundle.resolve("journeys/${id}.groovy"), source(id, steps, top))
  }

  String source(String id, String steps, String top = '') {
    """\
      journey('$id') {
        name       'Trial of $id'
        trigger    'begin'
        entryLimit unlimited
        $top

        steps {
          ${steps.stripIndent().trim()}
        }
      }
      """.stripIndent()
  }

  void template(String path, String text) {
    def file = bundle.resolve("templates/$path")
    Files.createDirectories(file.parent)
    Files.writeString(file, text.stripIndent())
  }
}
