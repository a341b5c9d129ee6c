package dev.sojourn.dsl.compile

import org.codehaus.groovy.runtime.ArrayGroovyMethods
import org.codehaus.groovy.runtime.DefaultGroovyMethods
import org.codehaus.groovy.runtime.DefaultGroovyStaticMethods
import org.codehaus.groovy.runtime.StringGroovyMethods
import org.codehaus.groovy.vmplugin.v8.PluginDefaultGroovyMethods
import spock.lang.Specification

class WordCollisionSpec extends Specification {
  static final List<Class<?>> TAKEN = [
      groovy.lang.Script, Closure, Object, DefaultGroovyMethods, DefaultGroovyStaticMethods,
      StringGroovyMethods, ArrayGroovyMethods, PluginDefaultGroovyMethods]

  /** Names that collide and do no harm. */
  static final Set<String> HARMLESS = []

  def "no word of the #half half has a name that Groovy puts on every object"() {
    given:
    def taken = TAKEN.collectMany { it.methods*.name + it.declaredMethods*.name } as Set

    expect:
    (words.names() + WordBook.TURN).findAll { it in taken } as Set == HARMLESS

    where:
    half     | words
    'top'    | WordBook.TOP
    'bottom' | WordBook.STEPS
  }

  def "no property of a scope is one that every closure has"() {
    given:
    def taken = Closure.methods*.name.findAll { it ==~ /(get|is)[A-Z].*/ } as Set

    expect:
    words.properties().every { !("get${it.capitalize()}".toString() in taken) }

    where:
    words << [WordBook.TOP, WordBook.STEPS]
  }

  def "words inside where never become calls, so they may collide: #word"() {
    expect: 'with Groovy or with the event of the run'
    (word in (TAKEN.collectMany { it.methods*.name } + WordBook.STEPS.properties())) == collides
    ConditionBuilders.example(word) != null

    where:
    word    | collides
    'prop'  | false
    'event' | true
    'email' | false
    'all'   | false
    'any'   | true
    'not'   | false
  }
}
