package dev.sojourn.dsl.provider

import dev.sojourn.dsl.compile.InvalidScript
import spock.lang.Specification

/** What holds for every file that declares one thing. */
abstract class DeclaringFileSpecification extends Specification {
  /** The word that the file begins with; it declares `acme`. */
  abstract String getWord()

  /** What must at least be said of it. */
  abstract String getLeast()

  abstract Object compile(String source)

  def "#what is refused at #place: #says"() {
    when:
    compile(source.replace('WORD', word).replace('LEAST', least))

    then:
    def refusal = thrown(InvalidScript)
    refusal.message.startsWith("${word}s/acme.groovy:$place")
    refusal.message.contains(says.replace('WORD', word))

    where:
    what                      | source                                                  || place | says
    'nothing of its kind'     | 'def x = 1'                                             || 1     | "declares no WORD('acme')"
    'an empty file'           | ''                                                      || 1     | "declares no WORD('acme')"
    'another name'            | "WORD('other') { LEAST }"                               || 1     | "declares no WORD('acme')"
    'two of them'             | "WORD('acme') { LEAST }\nWORD('acme') { LEAST }"        || 2     | "a file declares one WORD, and 'acme' is"
    'a word of no kind'       | "WORD('acme') {\n  sned 'x'\n}"                         || 2     | 'sned'
    'bad syntax'              | "WORD('acme') {\n  LEAST\n"                             || ''    | ''
    'the machine'             | "WORD('acme') {\n  System.exit(1)\n}"                   || ''    | 'System'
    'a file of the machine'   | "WORD('acme') {\n  new File('/x')\n}"                   || ''    | 'File'
    'an import'               | "import java.io.File\nWORD('acme') { LEAST }"           || ''    | 'this file imports nothing'
  }

  def "its least is enough"() {
    expect:
    compile("$word('acme') { $least }")
  }
}
