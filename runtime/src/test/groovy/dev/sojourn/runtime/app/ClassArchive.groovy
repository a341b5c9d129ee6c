package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/**
 * The classes of a service that has sent a mail, from which all that specs start map theirs. A process that is killed leaves
 * none, so one is started for it alone, once a build whatever the number of JVMs that run specs.
 */
class ClassArchive {
  /** Of the JVM; none where what is shipped is not what specs run. */
  static final List<String> OPTIONS = Shipped.CURRENT ? ["-XX:SharedArchiveFile=${made()}".toString(), '-Xlog:cds*=off'] : []

  private static Path made() {
    def archive = Shipped.JAR.resolveSibling("specs-${valid()}.jsa")
    FileChannel.open(Shipped.JAR.resolveSibling('specs.lock'), StandardOpenOption.CREATE, StandardOpenOption.WRITE).withCloseable {
      it.lock()
      if (!Files.exists(archive)) {
        archive.parent.toFile().eachFileMatch(~/specs-.*jsa.*/) { old -> old.delete() }
        make(archive)
      }
    }
    archive
  }

  /** What the JVM asks of an archive, or else does without it: this Java and these jars. */
  private static String valid() {
    def jars = Shipped.files().collect { [it.name, it.length(), it.lastModified()] }
    Integer.toHexString([Runtime.version().toString(), jars].hashCode())
  }

  private static void make(Path archive) {
    def directory = Files.createTempDirectory('sojourn-classes')
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.journey('began', 'spec.began', "sendEmail 'first'")
    bundle.template('first')
    TestDatabase.fresh().withCloseable { database ->
      new ServiceProcess(directory, [DATABASE_URL: database.url, SOJOURN_BUNDLE: bundle.path.toString()]).withCloseable {
        def part = archive.resolveSibling("${archive.fileName}.part")
        it.start('all', ["-XX:ArchiveClassesAtExit=$part".toString(), '-Xlog:cds*=off']).ready()
        it.post(name: 'spec.began', userId: 'ada', email: 'ada@example.com')
        until(10) { Mails.subjects(directory) }
        assert it.stop() == 0: it.said
        Files.move(part, archive)
      }
    }
    directory.toFile().deleteDir()
  }
}
