package dev.sojourn.core.definition

import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.dsl.definition.ListsDefinition
import spock.lang.Specification

class ListsJsonSpec extends Specification {

  def "what is written is read again: #text"() {
    given:
    def lists = ScriptCompiler.lists('lists.groovy', text)

    expect:
    ListsJson.read(ListsJson.write(lists)) == lists

    where:
    text << [
      '', "list 'a'", "list('a') { name 'A'; description 'b'; optIn() }\ncap 4, per: 7.days\ncap 1, per: 90.minutes, category: 'a'\nexempt 'a'",
    ]
  }

  def "the form stays as it is"() {
    expect:
    ListsJson.write(ListsDefinition.NONE) == '{"lists":[],"cap":null,"caps":{},"exempt":["transactional"]}'
  }

  def "#json is none"() {
    when:
    ListsJson.read(json)

    then:
    thrown(IllegalArgumentException)

    where:
    json << ['7', '{}', '{"lists":[7],"caps":{},"exempt":[]}', '{"lists":[],"cap":{},"caps":{},"exempt":[]}']
  }
}
