package dev.sojourn.runtime.app

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** What the launcher hands over to the JVM, for which a script stands here. */
class LauncherSpec extends Specification {
  @TempDir Path root
  @TempDir Path elsewhere

  def setup() {
    def checkout = Path.of('').toAbsolutePath()
    while (!Files.isRegularFile(checkout.resolve('sojourn'))) {
      checkout = checkout.parent
    }
    Files.copy(checkout.resolve('sojourn'), root.resolve('sojourn'))
    Files.createDirectories(root.resolve('app'))
    Files.createFile(root.resolve('app/sojourn.jar'))
    Files.createDirectories(root.resolve('journeys'))
    def java = Files.createDirectories(root.resolve('jdk/bin')).resolve('java')
    Files.writeString(java, '#!/bin/sh\necho "home=$SOJOURN_HOME"\necho "arguments=$*"\n')
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString('rwxr-xr-x'))
    Files.writeString(root.resolve('jdk/release'), 'JAVA_VERSION="17.0.1"\n')
  }

  def "'#command' knows the dev of this checkout from any directory, and starts quickly"() {
    expect:
    said(command).home == root.toRealPath().resolve('.sojourn').toString()
    said(command).arguments.contains('-XX:TieredStopAtLevel=1')

    where:
    command << ['why', 'keys', 'sends', 'check']
  }

  def "a service starts from where it is, with all of the compiler"() {
    expect:
    said('worker').home == ''
    !said('worker').arguments.contains('-XX:TieredStopAtLevel=1')
  }

  private Map<String, String> said(String command) {
    def builder = new ProcessBuilder('bash', root.resolve('sojourn').toString(), command).directory(elsewhere.toFile()).redirectErrorStream(true)
    builder.environment().keySet().removeAll(['SOJOURN_HOME', 'SOJOURN_BUNDLE', 'SOJOURN_JAVA_OPTS'])
    builder.environment().JAVA_HOME = root.resolve('jdk').toString()
    def process = builder.start()
    def lines = process.inputStream.readLines()
    assert process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0: lines
    lines.collectEntries { it.split('=', 2) as List }
  }
}
