package dev.sojourn.dsl.manual

import dev.sojourn.dsl.JourneyScope
import dev.sojourn.dsl.ListScope
import dev.sojourn.dsl.ListsScope
import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.provider.DestinationScope
import dev.sojourn.dsl.provider.ProviderScope
import dev.sojourn.dsl.provider.RequestScope
import dev.sojourn.dsl.source.SourceScope
import java.util.concurrent.ConcurrentHashMap
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

  def "inside #call of a file #path an editor completes the words of #scope.simpleName, each form with its types"() {
    when:
    def told = Told.by(Page.text(PATH, Gdsl.text()), "/home/ada/app/$path", 'closure', calls)

    then:
    told.forms == forms(scope)
    told.all.every { it.doc && !it.doc.contains('{@') }

    where:
    call          | calls                       | path                      | scope
    'steps'       | ['journey', 'steps']        | 'journeys/a.groovy'       | RunScope
    'journey'     | ['journey']                 | 'journeys/a.groovy'       | JourneyScope
    'provider'    | ['provider']                | 'providers/a.groovy'      | ProviderScope
    'send'        | ['provider', 'send']        | 'providers/a.groovy'      | RequestScope
    'destination' | ['destination']             | 'destinations/a.groovy'   | DestinationScope
    'send'        | ['destination', 'send']     | 'destinations/a.groovy'   | dev.sojourn.dsl.provider.TransformScope
    'source'      | ['source']                  | 'sources/a.groovy'        | SourceScope
    'transform'   | ['source', 'transform']     | 'sources/a.groovy'        | dev.sojourn.dsl.source.TransformScope
    'list'        | ['list']                    | 'lists.groovy'            | ListScope
  }

  def "a file #path begins with #words, and nothing is told elsewhere"() {
    given:
    def gdsl = Page.text(PATH, Gdsl.text())

    expect:
    Told.by(gdsl, "/home/ada/app/$path", 'script', []).all*.name as Set == words as Set
    Told.by(gdsl, "/home/ada/app/$path", 'closure', []).all.empty
    Told.by(gdsl, '/home/ada/app/src/a.groovy', 'script', []).all.empty

    where:
    path                    || words
    'journeys/a.groovy'     || ['journey']
    'providers/a.groovy'    || ['provider']
    'destinations/a.groovy' || ['destination']
    'sources/a.groovy'      || ['source']
    'lists.groovy'          || ['list', 'cap', 'exempt']
  }

  def "what stands at the top of lists.groovy is told with its types"() {
    expect:
    Told.by(Page.text(PATH, Gdsl.text()), '/home/ada/app/lists.groovy', 'script', []).forms == forms(ListsScope)
  }

  /** The forms of a scope's words, as reflection has them. */
  private static Set<List> forms(Class<?> scope) {
    scope.methods.findAll { !it.synthetic && !(it.name in Manual.HIDDEN) }.collect {
      it.parameterCount == 0 && it.name ==~ /get[A-Z].*/
          ? [(it.name - 'get').uncapitalize(), it.returnType.canonicalName]
          : [it.name, it.returnType.canonicalName] + it.parameters.findAll { !it.getAnnotationsByType(groovy.transform.NamedParam) }*.type*.canonicalName
    } as Set
  }

  /** Stands for the editor: writes down what a description tells it. */
  static class Told {
    private static final Map<String, Class<?>> READ = new ConcurrentHashMap<>()
    final List<String> calls
    final List<Map> all = []

    Told(List<String> calls) {
      this.calls = calls
    }

    static Told by(String gdsl, String path, String scope, List<String> calls) {
      def told = new Told(calls)
      def script = (Script) READ.computeIfAbsent(gdsl) { new GroovyClassLoader().parseClass(it) }.newInstance()
      script.metaClass.scriptScope = { -> 'script' }
      script.metaClass.closureScope = { -> 'closure' }
      script.metaClass.context = { Map where -> where }
      script.metaClass.contributor = { Map where, Closure words ->
        if (where.scope == scope && path ==~ (where.pathRegexp as String)) {
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
