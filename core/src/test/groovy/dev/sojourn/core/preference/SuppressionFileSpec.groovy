package dev.sojourn.core.preference

import dev.sojourn.core.preference.SuppressionFile.Nothing
import dev.sojourn.core.preference.SuppressionFile.Row
import dev.sojourn.core.preference.SuppressionFile.Wrong
import spock.lang.Specification

class SuppressionFileSpec extends Specification {

  def "one address on a line, with a reason or without"() {
    expect:
    read('Ada@Example.com', ' bob@x.de , bounced', '', 'eve@x.de,COMPLAINED') == [
        new Row(1, 'ada@example.com', 'unsubscribed'), new Row(2, 'bob@x.de', 'bounced'), new Nothing(), new Row(4, 'eve@x.de', 'complained')]
  }

  def "a head says where the columns are"() {
    expect:
    read('\uFEFFexternalId,Reason,Email', 'u1,bounced,"ada@x.de"', 'u2,,bob@x.de') ==
        [new Nothing(), new Row(2, 'ada@x.de', 'bounced'), new Row(3, 'bob@x.de', 'unsubscribed')]
    read('email', 'ada@x.de,bounced') == [new Nothing(), new Row(2, 'ada@x.de', 'unsubscribed')]
  }

  def "'#text' is wrong: #error"() {
    expect:
    read(text) == [new Wrong(1, error)]

    where:
    text                  || error
    'nobody'              || "'nobody' is not a mail address"
    ',bounced'            || "'' is not a mail address"
    'a b@x.de'            || "'a b@x.de' is not a mail address"
    'a\0@x.de'            || "'a?@x.de' is not a mail address"
    'a\ud800@x.de'        || "'a?@x.de' is not a mail address"
    'a@x.de,gone'         || "'gone' is not one of unsubscribed, bounced, complained"
    'a' * 1001            || 'the line has more than 1000 characters'
    'a' * 90              || "'${'a' * 80}…' is not a mail address".toString()
  }

  private static List<SuppressionFile.Read> read(String... lines) {
    def file = new SuppressionFile()
    lines.collect { file.next(it) }
  }
}
