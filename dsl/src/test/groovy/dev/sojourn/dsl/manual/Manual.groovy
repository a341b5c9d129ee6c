package dev.sojourn.dsl.manual

import dev.sojourn.dsl.DurationWords
import dev.sojourn.dsl.GuardScope
import dev.sojourn.dsl.StoppedMails
import dev.sojourn.dsl.compile.TypeNames
import dev.sojourn.dsl.manual.Javadocs.Member
import java.lang.reflect.Modifier

/** Makes docs/language.md of its text, the comments of the words, and the examples. */
class Manual {
  private static final String PACKAGE = 'dev.sojourn.dsl.'

  /** Words that are not for authors. */
  static final Set<String> HIDDEN = ['turn', 'propertyMissing']

  static String page() {
    def text = Manual.getResourceAsStream('/language.md').getText('UTF-8')
    text.replaceAll(/(?m)^\{\{(\w+) ?([^}]*)\}\}$/) { String all, String what, String rest ->
      def parts = (rest =~ /'[^']*'|\S+/).collect { it - ~/^'/ - ~/'$/ }
      "$what"(*parts).strip()
    }
  }

  /** The comments of a scope's words, by word, in order. */
  static Map<String, List<Member>> words(Class<?> type) {
    members(type).findAll { !isValue(type, it) }.groupBy { it.name() }
  }

  /** Names that are read without arguments, with their comments. */
  static Map<String, Member> values(Class<?> type) {
    members(type).findAll { isValue(type, it) }.collectEntries { [it.property(), it] }
  }

  private static List<Member> members(Class<?> type) {
    def shared = StoppedMails.isAssignableFrom(type) ? Javadocs.of(StoppedMails).members : []
    (Javadocs.of(type).members + shared).findAll { !(it.name() in HIDDEN) }
  }

  private static boolean isValue(Class<?> type, Member member) {
    member.property() != null && !(type == GuardScope && member.name().startsWith('is'))
  }

  static String about(String type) {
    Javadocs.of(named(type)).doc
  }

  static String words(String type, String examples) {
    def known = Examples."$examples"
    words(named(type)).collect { name, forms -> word(name, forms, known[name] ?: []) }.join('\n\n')
  }

  static String word(String word, List<Member> all, List<String> examples) {
    def forms = all.findAll { form -> !form.parameters().any { it.value in ['LocalTime', 'ZoneId'] } }
    def said = []
    forms*.doc().unique().each { doc -> if (!forms.any { it.doc() != doc && it.doc().startsWith(doc - ~/\.$/) }) said << doc }
    def shown = forms.collect { "    ${form(it)}" }.unique()
    def arguments = forms.collectMany { form ->
      form.parameters().collect { "| `$it.key` | ${kind(it.value)} | |".toString() } +
          form.options().collect { "| `${it.name()}:` | ${kind(it.type(), it.name())} | ${it.doc()}${it.required() ? '; required' : ''} |".toString() }
    }.unique()
    def table = arguments ? "\n\n| argument | takes | |\n|---|---|---|\n${arguments.join('\n')}" : ''
    "### $word\n\n${said.join(' ')}\n\n${shown.join('\n')}$table\n\n" + examples.collect { "```groovy\n$it\n```" }.join('\n\n')
  }

  private static String form(Member form) {
    def positional = form.parameters()*.key.withIndex().collect { name, i -> form.parameters()[i].value.endsWith('...') ? "$name, …" : name }
    def named = form.options().collect { it.required() ? "${it.name()}: …" : "[${it.name()}: …]" }
    def answers = form.returns() in ['void', 'T'] ? '' : "  → ${kind(form.returns())}"
    "${form.name()}(${(positional + named).join(', ')})$answers"
  }

  static String values(String type, String examples) {
    def known = Examples."$examples"
    def rows = values(named(type)).collect { name, member -> "| `$name` | ${member.doc()} | `${(known[name] ?: [''])[0].readLines()[0]}` |" }
    "| name | what it is | such as |\n|---|---|---|\n${rows.join('\n')}"
  }

  static String type(String type, String called) {
    def docs = Javadocs.of(named(type))
    def rows = docs.components.collect { name, doc -> [name, doc] }
    docs.members.findAll { it.property() && !(it.property() in docs.components) }.each { rows << [it.property(), it.doc()] }
    docs.members.findAll { it.name() == 'get' }.each { rows << ['any name', it.doc()] }
    def kinds = named(type).methods.findAll { it.parameterCount == 0 && !Modifier.isStatic(it.modifiers) }
        .collectEntries { [(it.name - ~/^(get|is)(?=[A-Z])/).uncapitalize(), it.genericReturnType.typeName] }
    "### ${called}\n\n$docs.doc\n\n| property | is | |\n|---|---|---|\n" +
        rows.collect { name, doc -> "| `$name` | ${kinds.containsKey(name) ? kind(kinds.get(name)) : 'a value of no fixed type'} | $doc |" }.join('\n')
  }

  static String durations() {
    def rows = Javadocs.of(DurationWords).members.findAll { it.name().startsWith('get') }.collect { "| ${it.doc().replaceFirst(/^(`[^`]+`),? ?/, '$1 | ') - ~/\.$/} |" }
    "| written | |\n|---|---|\n" + rows.collect { it.replaceFirst(/\| \|$/, '| |') }.join('\n')
  }

  private static String kind(String type, String name = null) {
    if (name == 'where') {
      return 'conditions'
    }
    def plain = type.replace('...', '').replaceAll(/(\w+\.)+(?=[A-Z])/, '')
    if (plain == 'List<PastEvent>') {
      return 'a list of events'
    }
    plain.contains('Condition') ? 'conditions' : TypeNames.of(plain.replace('<?>', '').replaceAll(/<T>/, ''))
  }

  private static Class<?> named(String type) {
    Class.forName(PACKAGE + type)
  }
}
