package dev.sojourn.testkit

import dev.sojourn.dsl.compile.InvalidScript
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ListsSpec extends Specification {
  static final JOURNEY = "journey('a') {\n  trigger 'x'\n  category 'beta'\n  entryLimit unlimited\n  steps { checkpoint sendEmail('t').status }\n}\n"

  @TempDir Path bundle

  def setup() {
    write('journeys/a.groovy', JOURNEY)
    write('templates/t.html', '---\nsubject: Hi\n---\n<a href="{{unsubscribeUrl}}">leave</a>\n')
    write('lists.groovy', "list('beta') { optIn() }")
  }

  def "a list that must be asked for gets its mails only to who asked"() {
    when:
    def test = JourneyTest.of(bundle, 'a').contact('ada@example.com').arrives('x')
        .subscribes('beta').arrives('x').unsubscribes('beta').arrives('x').timePasses(Duration.ofDays(1))

    then:
    test.mails()*.template() == ['t']
    test.mails()[0].html().contains('https://example.com/v1/email/unsubscribe')
  }

  def "a category that is no list is refused as when it is loaded"() {
    given:
    write('lists.groovy', "list 'betta'")

    when:
    JourneyTest.of(bundle, 'a').contact('ada@example.com').arrives('x')

    then:
    def e = thrown(InvalidScript)
    e.message == "journeys/a.groovy:3:12: no list 'beta'; did you mean 'betta'?"
  }

  def "a template of a category that is no list is refused likewise"() {
    given:
    write('templates/t.html', '---\nsubject: Hi\ncategory: news\n---\nx\n')

    when:
    JourneyTest.of(bundle, 'a').contact('ada@example.com').arrives('x')

    then:
    def e = thrown(IllegalStateException)
    e.message == "templates/t.html: no list 'news'; declare it in lists.groovy: list('news')"
  }

  private void write(String path, String text) {
    def file = bundle.resolve(path)
    Files.createDirectories(file.parent)
    Files.writeString(file, text)
  }
}
