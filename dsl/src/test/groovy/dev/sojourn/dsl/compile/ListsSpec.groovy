package dev.sojourn.dsl.compile

import dev.sojourn.dsl.definition.Cap
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.dsl.definition.MailList
import java.time.Duration
import spock.lang.Specification

class ListsSpec extends Specification {

  def "a file of lists is data"() {
    expect:
    read('''\
// What people may leave.
list('product-news') { name 'Product news'; description 'What is new, twice a month'; optIn() }
list('tips') {
  optOut()
}
list 'offers'
cap 4, per: 7.days
cap 1, per: 1.day, category: 'product-news'
exempt 'transactional', 'tips'
''') == new ListsDefinition(
        [new MailList('product-news', 'Product news', 'What is new, twice a month', true),
         new MailList('tips', 'tips', null, false), new MailList('offers', 'offers', null, false)],
        new Caps(new Cap(4, Duration.ofDays(7)), ['product-news': new Cap(1, Duration.ofDays(1))], ['transactional', 'tips'] as Set))
  }

  def "a file that says nothing is as none"() {
    expect:
    read('\uFEFF// nothing yet\n') == ListsDefinition.NONE
  }

  def "the categories are the lists and the two that are always there"() {
    given:
    def lists = read("list 'news'")

    expect:
    lists.categories() == ['journey', 'news', 'transactional'] as Set
    lists.has('news')
    lists.has('journey')
    !lists.has('in_app')
    !lists.has('old')
  }

  def "#text is refused: #sentence"() {
    when:
    read(text)

    then:
    def e = thrown(InvalidScript)
    e.diagnostics()*.toString() == ["lists.groovy:$sentence".toString()]

    where:
    text                                             || sentence
    "lst 'news'"                                     || "1:1: no word 'lst' here; did you mean 'list'?"
    "journey('x') { }"                               || "1:1: no word 'journey' here; expected cap, exempt, list"
    "list('news') { nme 'x' }"                       || "1:16: no word 'nme' here; did you mean 'name'?"
    "list('news') { name 'x', 'y' }"                 || "1:16: 'name' takes (text)"
    "list('news') { name 7 }"                        || "1:21: 'name' takes text in quotes, written out"
    "list('news') { name ' ' }"                      || "1:16: 'name' takes 1 to 500 characters"
    "list('news') { optIn(); optOut() }"             || "1:25: 'optOut' is said twice of the list 'news'"
    "list('news') { optIn true }"                    || "1:16: 'optIn' takes ()"
    "list('news') { def x = 1 }"                     || "1:16: this file holds list, cap and exempt with plain values, and nothing else"
    "list()"                                         || "1:1: 'list' takes (text) or (text, a block { … })"
    "list('news letter')"                            || "1:6: the list id 'news letter' is not 1 to 64 letters, digits, '_' or '-', such as 'product-news'"
    "list('journey')"                                || "1:6: the list id 'journey' is taken by the service; use another"
    "list('in_app')"                                 || "1:6: the list id 'in_app' is taken by the service; use another"
    "list('a')\nlist('a')"                           || "2:6: the list 'a' is declared twice; remove one"
    "list(\"a\${1}\")"                               || "1:6: 'list' takes text in quotes, written out"
    "cap 4"                                          || "1:1: 'cap' needs 'per:', such as per: 2.days"
    "cap 4, per: 1.month"                            || "1:13: 'per:' takes a duration such as 7.days, written out"
    "cap 4, per: 1.day, categry: 'journey'"          || "1:20: 'cap' takes no 'categry:'; did you mean 'category'?"
    "cap 'x', per: 1.day"                            || "1:1: 'cap' takes (a whole number)"
    "cap 0, per: 1.day"                              || "1:1: a cap takes a count from 1 and a window above zero, not 0 in PT24H"
    "cap 1, per: 1.day\ncap 2, per: 1.day"           || "2:1: 'cap' is said twice for all mails; remove one"
    "list('news')\ncap 1, per: 1.day, category: 'new'" || "2:30: no list 'new'; did you mean 'news'?"
    "exempt 'gone'"                                  || "1:8: no list 'gone'; declare it in lists.groovy: list('gone')"
    "exempt()"                                       || "1:1: 'exempt' takes (text, text, …)"
    "if (true) { list('a') }"                        || "1:1: this file holds list, cap and exempt with plain values, and nothing else"
    "println 'x'"                                    || "1:1: no word 'println' here; expected cap, exempt, list"
    "class A { }\nlist('a')"                         || "1:1: this file holds list, cap and exempt with plain values, and nothing else"
    "import java.util.Date\nlist('a')"               || "1:1: this file holds list, cap and exempt with plain values, and nothing else"
    "list('a'"                                       || "1:5: '(' is not expected here; look for a comma, bracket, quote or value that is missing before it"
  }

  def "everything that is wrong is told at once, in order"() {
    when:
    read("exempt 'x'\nlist 'a b'\ncap 1\n")

    then:
    def e = thrown(InvalidScript)
    e.diagnostics()*.line() == [1, 2, 3]
  }

  def "nothing in the file is ever run"() {
    given:
    System.clearProperty('lists.ran')

    when:
    read("list(System.setProperty('lists.ran', 'yes'))")

    then:
    thrown(InvalidScript)
    System.getProperty('lists.ran') == null
  }

  def "the category of a journey must be a list: #category"() {
    given:
    def compiler = new ScriptCompiler()
    def script = compiler.compile('journeys/a.groovy', """\
journey('a') {
  trigger 'x'
  category '$category'
  steps { throttle limit: 1, window: 1.day, category: '$throttled' }
}""")

    expect:
    Neighbours.categories(script, read("list 'news'"))*.toString() == problems

    cleanup:
    compiler.close()

    where:
    category    | throttled || problems
    'news'      | 'journey' || []
    'newss'     | 'news'    || ["journeys/a.groovy:3:12: no list 'newss'; did you mean 'news'?"]
    'marketing' | 'trans'   || ["journeys/a.groovy:3:12: no list 'marketing'; declare it in lists.groovy: list('marketing')",
                               "journeys/a.groovy:4:55: no list 'trans'; did you mean 'transactional'?"]
  }

  private static ListsDefinition read(String text) {
    ScriptCompiler.lists('lists.groovy', text)
  }
}
