package dev.sojourn.dsl.manual

import dev.sojourn.dsl.JourneyScope
import dev.sojourn.dsl.RunScope
import spock.lang.Specification

/** What IntelliJ is told of the words; writes sojourn.gdsl. */
class EditorSpec extends Specification {
  static final String PATH = 'dsl/src/main/resources/sojourn.gdsl'

  def "sojourn.gdsl is made of the words' comments"() {
    given:
    def wanted = Gdsl.text()

    expect:
    assert Page.text(PATH, wanted) == wanted : "$PATH is stale; $Page.HOW"
  }

  def "inside #call an editor completes the words of #scope.simpleName, each form with its types"() {
    when:
    def told = Told.by(Page.text(PATH, Gdsl.text()), 'closure', calls)

    then:
    told.forms == forms(scope)
    told.all.every { it.doc && !it.doc.contains('{@') }

    where:
    call      | calls                | scope
    'steps'   | ['journey', 'steps'] | RunScope
    'journey' | ['journey']          | JourneyScope
  }

  def "a file begins with journey, and nothing is told elsewhere"() {
    given:
    def gdsl = Page.text(PATH, Gdsl.text())

    expect:
    Told.by(gdsl, 'script', []).all*.name == ['journey']
    Told.by(gdsl, 'closure', []).all.empty
    Told.by(gdsl, 'script', []).paths.every { '/home/ada/app/journeys/welcome.groovy' ==~ it && !('/home/ada/app/src/welcome.groovy' ==~ it) }
  }

  /** The forms of a scope's words, as reflection has them. */
  private static Set<List> forms(Class<?> scope) {
    scope.methods.findAll { !it.synthetic && !(it.name in Manual.HIDDEN) }.collect {
      it.parameterCount == 0 && it.name ==~ /get[A-Z].*/
          ? [(it.name - 'get').uncapitalize(), it.returnType.name]
          : [it.name, it.returnType.name] + it.parameters.findAll { !it.getAnnotationsByType(groovy.transform.NamedParam) }*.type*.canonicalName
    } as Set
  }

  /** Stands for the editor: writes down what a description tells it. */
  static class Told {
    final String scope
    final List<String> calls
    final List<Map> all = []
    final Set<String> paths = []

    Told(String scope, List<String> calls) {
      this.scope = scope
      this.calls = calls
    }

    static Told by(String gdsl, String scope, List<String> calls) {
      def told = new Told(scope, calls)
      def script = new GroovyShell().parse(gdsl)
      script.metaClass.scriptScope = { -> 'script' }
      script.metaClass.closureScope = { -> 'closure' }
      script.metaClass.context = { Map where -> where }
      script.metaClass.contributor = { Map where, Closure words ->
        told.paths << (where.pathRegexp as String)
        if (where.scope == scope) {
          words.delegate = told
          words.resolveStrategy = Closure.DELEGATE_FIRST
          words()
        }
      }
      script.run()
      told
    }

    Object enclosingCall(String name) { name in calls ? name : null }

    void method(Map told) { all << told }

    void property(Map told) { all << told }

    Map parameter(Map told) {
      assert told.keySet() == ['name', 'type', 'doc'] as Set && told.doc
      Class.forName(told.type as String)
      told
    }

    Set<List> getForms() {
      all.collect { [it.name, plain(it.type)] + (it.params ?: [:]).values().collect { plain(it) } } as Set
    }

    private static String plain(String type) { type.replaceAll(/<.*>/, '') }
  }
}
