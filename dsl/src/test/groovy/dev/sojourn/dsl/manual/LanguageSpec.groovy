package dev.sojourn.dsl.manual

import dev.sojourn.dsl.GuardScope
import dev.sojourn.dsl.HistoryScope
import dev.sojourn.dsl.JourneyHandle
import dev.sojourn.dsl.JourneyScope
import dev.sojourn.dsl.ListScope
import dev.sojourn.dsl.ListsScope
import dev.sojourn.dsl.MailResult
import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.StoppedMails
import dev.sojourn.dsl.WhenDay
import dev.sojourn.dsl.WhenScope
import dev.sojourn.dsl.compile.ScriptCompiler
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** The reference manual; writes docs/language.md. */
class LanguageSpec extends Specification {
  @Shared
  @AutoCleanup
  ScriptCompiler compiler = new ScriptCompiler()

  def "every word of #type.simpleName has a comment, and an example in which it stands"() {
    given:
    def wanted = Manual.words(type).keySet() + Manual.values(type).keySet()
    def missing = wanted.findAll { word -> !examples[word]?.every { mentions(it, word) } }

    expect:
    missing.empty
    type in [MailResult, JourneyHandle] || reachable(type) == wanted
    Manual.words(type).values().flatten()*.doc().every { it.length() > 10 && it.endsWith('.') }

    where:
    type         | examples
    JourneyScope | Examples.TOP
    RunScope     | Examples.STEPS
    HistoryScope | Examples.HISTORY
    GuardScope   | Examples.GUARD
    WhenScope    | Examples.WHEN
    WhenDay      | Examples.DAY
    JourneyHandle | Examples.HANDLE + ['entered', 'status'].collectEntries { [it, [it]] }
    ListsScope   | Examples.LISTS
    ListScope    | Examples.LIST
    MailResult   | Examples.MAIL + ['status', 'sendId', 'sentAt', 'reason', 'sent'].collectEntries { [it, [it]] }
  }

  def "every named argument of #type.simpleName is explained"() {
    expect:
    Manual.words(type).values().flatten().collectMany { it.options() }.every { it.doc() }

    where:
    type << [JourneyScope, RunScope, HistoryScope, ListsScope, MailResult, JourneyHandle]
  }

  def "an example compiles without a warning: #code"() {
    expect:
    compiler.compile('journeys/sample.groovy', whole(code)).warnings().empty

    where:
    code << (Examples.STEPS + Examples.HISTORY + Examples.GUARD + Examples.MAIL + Examples.HANDLE + Examples.WHEN + Examples.DAY).values().flatten()
        .collect { steps(it) } + Examples.TOP.values().flatten().collect { top(it) }
  }

  def "an example of lists.groovy is read: #code"() {
    expect:
    ScriptCompiler.lists('lists.groovy', code)

    where:
    code << (Examples.LISTS + Examples.LIST).values().flatten()
  }

  def "every piece of script on the page compiles: #code"() {
    expect:
    compiler.compile("journeys/${id(code)}.groovy", code.startsWith('// What') ? code : whole(steps(code)))

    where:
    code << (Manual.getResourceAsStream('/language.md').getText('UTF-8') =~ /(?ms)^```groovy\n(.*?)^```$/).collect { it[1] as String }
  }

  def "docs/language.md is what the words say of themselves"() {
    given:
    def wanted = Manual.page()

    expect:
    !wanted.contains('{{') && !wanted.contains('{@') && !wanted.contains('@param')
    assert Page.text('docs/language.md', wanted) == wanted : "docs/language.md is stale; $Page.HOW"
  }

  private static Set<String> reachable(Class<?> type) {
    def shared = StoppedMails.isAssignableFrom(type) ? StoppedMails.declaredMethods.toList() : []
    def own = (type.declaredMethods.toList() + shared).findAll { !it.synthetic && !(it.name in Manual.HIDDEN) }
    own.collect { it.parameterCount == 0 && it.name ==~ /get[A-Z].*/ ? (it.name - 'get').uncapitalize() : it.name } as Set
  }

  private static boolean mentions(String code, String word) {
    def operators = [plus: ' + ', minus: ' - ']
    code.contains(operators[word] ?: word)
  }

  private static String id(String code) {
    (code =~ /journey\('(\w+)'\)/).with { it.find() ? it.group(1) : 'sample' }
  }

  private static String steps(String code) {
    "trigger 'user.created'\nentryLimit unlimited\nsteps {\n$code\n}"
  }

  private static String top(String code) {
    [code.startsWith('trigger') ? '' : "trigger 'user.created'", code, code.startsWith('steps') ? '' : 'steps { }'].join('\n')
  }

  private static String whole(String body) {
    "journey('sample') {\n$body\n}"
  }
}
