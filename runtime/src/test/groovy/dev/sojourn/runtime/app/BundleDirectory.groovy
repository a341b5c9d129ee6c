package dev.sojourn.runtime.app

import groovy.io.FileType
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption

/** A bundle that a spec writes file by file; each change is there whole or not at all. */
class BundleDirectory {
  final Path path

  BundleDirectory(Path path) {
    this.path = path
    Files.createDirectories(path.resolve('journeys'))
    Files.createDirectories(path.resolve('templates'))
  }

  /** A copy of the samples. */
  static BundleDirectory ofSamples(Path path) {
    def bundle = new BundleDirectory(path)
    bundle.write('lists.groovy', Readme.ROOT.resolve('lists.groovy').toFile().text)
    ['journeys', 'templates'].each { folder ->
      Readme.ROOT.resolve(folder).toFile().eachFileRecurse(FileType.FILES) {
        bundle.write(Readme.ROOT.relativize(it.toPath()).toString(), it.text)
      }
    }
    bundle
  }

  /** Writes `journeys/<id>.groovy`. */
  void journey(String id, String source) {
    write("journeys/${id}.groovy", source.stripIndent())
  }

  /** Writes a journey of these steps, which takes in everybody whose event has this name, each time. */
  void journey(String id, String trigger, String steps) {
    journey(id, """\
      journey('$id') {
        trigger    '$trigger'
        entryLimit unlimited

        steps {
      ${steps.stripIndent().trim()}
        }
      }
      """)
  }

  /** Writes `templates/<key>.html` with this subject. */
  void template(String key, String subject = key) {
    write("templates/${key}.html", "---\nsubject: '$subject'\n---\n<p>$key</p>\n")
  }

  void write(String file, String text) {
    def whole = Files.writeString(Files.createTempFile(path, 'spec', '.part'), text)
    Files.createDirectories(path.resolve(file).parent)
    Files.move(whole, path.resolve(file), StandardCopyOption.ATOMIC_MOVE)
  }

  void change(String file, String from, String to) {
    def text = Files.readString(path.resolve(file))
    assert text.contains(from)
    write(file, text.replace(from, to))
  }

  void rename(String from, String to) {
    Files.move(path.resolve(from), path.resolve(to))
  }

  void delete(String file) {
    Files.delete(path.resolve(file))
  }
}
