package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The files of a bundle as the kit reads them. */
class BundleFilesSpec extends Specification implements TrialBundle {
  @TempDir Path directory

  def setup() {
    bundle = directory
    journey 'trial', "sendEmail 'hello'"
    template 'hello.html', '---\nsubject: Hello\n---\n<p>Hello</p>\n'
  }

  def "what lies beside templates is none: #path"() {
    given:
    def file = bundle.resolve("templates/$path")
    Files.createDirectories(file.parent)
    Files.write(file, [0x89, 0xff, 0xfe, 0] as byte[])

    expect:
    JourneyTest.of(bundle, 'trial').arrives('begin').mails()*.subject() == ['Hello']

    where:
    path << ['logo.png', '.DS_Store', '.drafts/hello.html', 'layouts/.layout.html.swp', 'notes.md']
  }

  def "another test has the files as the first one has read them"() {
    given:
    def first = JourneyTest.of(bundle, 'trial').contact('ada@example.com').arrives('begin')

    when:
    template 'hello.html', '---\nsubject: Good day\n---\n<p>Good day</p>\n'
    def another = first.another().contact('bob@example.com').arrives('begin')

    then:
    [first, another].collect { it.mails()*.subject() } == [['Hello'], ['Hello']]
    another.mails()*.to() == ['bob@example.com']
    JourneyTest.of(bundle, 'trial').arrives('begin').mails()*.subject() == ['Good day']
  }
}
