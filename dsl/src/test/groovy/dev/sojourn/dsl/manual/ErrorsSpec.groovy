package dev.sojourn.dsl.manual

import dev.sojourn.dsl.compile.Diagnostic
import dev.sojourn.dsl.compile.InvalidScript
import dev.sojourn.dsl.compile.Neighbours
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.dsl.definition.MailList
import dev.sojourn.dsl.manual.Mistakes.Mistake
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What authors are told; writes docs/errors.md. */
class ErrorsSpec extends Specification {
  static final Neighbours BESIDE =
      new Neighbours(['welcome', 'tips'] as Set, ['welcome', 'trial'] as Set, new ListsDefinition([new MailList('orders', 'Orders', null, false)], Caps.NONE))

  @Shared
  @AutoCleanup
  ScriptCompiler compiler = new ScriptCompiler()

  def "a mistake is refused with one sentence for each place: #mistake.what"() {
    when:
    def said = errors(mistake)

    then:
    said.size() == 1
    isSentence(said[0])

    where:
    mistake << Mistakes.ALL.values().flatten()
  }

  def "what is doubtful is accepted with a warning: #mistake.what"() {
    when:
    def said = warnings(mistake)

    then:
    said.size() == 1
    said[0].kind() == Diagnostic.Kind.WARNING
    said[0].toString() ==~ /journeys\/welcome\.groovy:\d+:\d+: warning: .*/
    isSentence(said[0])

    where:
    mistake << Mistakes.DOUBTS
  }

  def "names are looked up beside the other files: #mistake.what"() {
    when:
    def said = beside(mistake)

    then:
    said.size() == 1
    said[0].line() == 4
    isSentence(said[0])

    where:
    mistake << Mistakes.NAMES
  }

  def "a mistake in lists.groovy is one sentence: #mistake.what"() {
    when:
    def said = listErrors(mistake)

    then:
    said.size() == 1
    isSentence(said[0])

    where:
    mistake << Mistakes.LISTS
  }

  def "a template to make a mail from, a journey to start and a category must be there"() {
    expect:
    Mistakes.NAMES.collect { beside(it)[0].kind() == Diagnostic.Kind.ERROR } == [true, true, true, true, false, false, true]
  }

  def "nothing is said about #lines.inspect()"() {
    expect:
    warnings(Mistakes.steps('', lines)).empty

    where:
    lines << [
      "if (contact.plan == 'pro') {\n  exit 'pro'\n}\nsendEmail 'welcome'",
      "if (contact.plan == 'pro') {\n  sleepFor 1.day, label: 'pause'\n} else {\n  sleepFor 2.days, label: 'pause'\n}",
      "switch (contact.plan) {\n  case 'pro': checkpoint 'paid'; break\n  case 'team': checkpoint 'paid'; break\n  default: checkpoint 'paid'\n}",
      "for (day in 1..3) {\n  sleepFor 1.day, label: 'pause'\n}",
      "while (true) {\n  sleepFor 1.day\n}",
      "while (true) {\n  if (waitForEvent('paid', timeout: 1.day).timedOut) break\n}",
      "while (true) {\n  def views = digest(window: 7.days)\n  if (views.count == 0) return\n}",
      "def done = { return 'x' }\nsendEmail 'welcome'",
      "try {\n  sendEmail 'welcome'\n  return\n} catch (StepFailed e) {\n  log e.step\n}\nlog 'again'",
    ]
  }

  def "a loop is left by a break of its own only: #lines.inspect()"() {
    expect:
    warnings(Mistakes.steps('', lines))*.line() == [line]

    where:
    lines                                                                            | line
    "while (true) {\n  for (i in 1..2) { break }\n}"                                 | 4
    "while (true) {\n  switch (contact.plan) { case 'pro': break }\n}"               | 4
    "while (true) {\n  [1].each { return }\n}"                                       | 4
    "do {\n  log 'x'\n} while (true)"                                                | 4
  }

  def "docs/errors.md shows what is printed"() {
    given:
    def wanted = page()

    expect:
    assert Page.text('docs/errors.md', wanted) == wanted : "docs/errors.md is stale; $Page.HOW"
  }

  private List<Diagnostic> errors(Mistake mistake) {
    try {
      compiler.compile('journeys/welcome.groovy', mistake.source())
      throw new AssertionError((Object) 'the script was accepted')
    } catch (InvalidScript e) {
      e.diagnostics()
    }
  }

  private static List<Diagnostic> listErrors(Mistake mistake) {
    try {
      ScriptCompiler.lists('lists.groovy', mistake.source())
      throw new AssertionError((Object) 'the file was accepted')
    } catch (InvalidScript e) {
      e.diagnostics()
    }
  }

  private List<Diagnostic> warnings(Mistake mistake) {
    compiler.compile('journeys/welcome.groovy', mistake.source()).warnings()
  }

  private List<Diagnostic> beside(Mistake mistake) {
    BESIDE.check(compiler.compile('journeys/welcome.groovy', mistake.source()))
  }

  private static void isSentence(Diagnostic said) {
    assert said.message().readLines().size() == 1
    assert !said.message().endsWith('.') && !said.message().contains('!!')
    assert !(said.message() =~ /(?i)\bplease\b|java\.(?!time)|groovy\.lang|dev\.sojourn|Static type/)
  }

  private String page() {
    def out = new StringBuilder("""\
        # Mistakes, and what is said about them

        Generated by `ErrorsSpec`: each piece of script below was compiled, and what stands under it was printed. A line
        names the file, the line and the column. A file with an error is left out, and its last good version stays in
        force. Pieces stand in the top half or in the steps of `journeys/welcome.groovy` unless they are a whole file.
        """.stripIndent())
    Mistakes.ALL.each { chapter, mistakes -> write(out, chapter, '', mistakes) { errors(it) } }
    write(out, 'Warnings', 'A script is accepted with these. They show in `./sojourn check`, in the log, and in `GET /v1/admin/scripts`.',
        Mistakes.DOUBTS) { warnings(it) }
    write(out, 'Names of other files', 'The bundle holds the templates `welcome` and `tips`, the journeys `welcome` and `trial`, ' +
        'and the list `orders`.', Mistakes.NAMES) { beside(it) }
    write(out, 'Lists', 'These files are `lists.groovy`.', Mistakes.LISTS) { listErrors(it) }
    out.toString()
  }

  private static void write(StringBuilder out, String chapter, String about, List<Mistake> mistakes, Closure<List<Diagnostic>> said) {
    out << "\n## $chapter\n"
    if (about) {
      out << "\n$about\n"
    }
    mistakes.each { mistake ->
      out << "\n**$mistake.what**\n\n```groovy\n${mistake.shown().stripTrailing()}\n```\n"
      said(mistake).each { out << "> `$it`\n" }
    }
  }
}
