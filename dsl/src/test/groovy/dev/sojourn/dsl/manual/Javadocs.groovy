package dev.sojourn.dsl.manual

/** The doc comments of a type of the language, read from its source. */
class Javadocs {
  /** A named argument. */
  record Option(String name, String type, boolean required, String doc) {}

  /** A method with its comment; {@code options} are its named arguments. */
  record Member(String name, String returns, String doc, List<Map.Entry<String, String>> parameters, List<Option> options) {
    /** The property that a getter without parameters is read by, or null. */
    String property() {
      boolean bare = parameters.empty && options.empty && name ==~ /(get|is)[A-Z]\w*/
      bare ? name.substring(name.startsWith('is') ? 2 : 3).uncapitalize() : null
    }
  }

  final String doc
  final List<Member> members
  /** What a record says of its components. */
  final Map<String, String> components

  private Javadocs(String doc, Map<String, String> components, List<Member> members) {
    this.doc = doc
    this.components = components
    this.members = members
  }

  static Javadocs of(Class<?> type) {
    def source = Page.source(type)
    def own = source =~ /(?s)\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:@\w+(?:\([^)]*\))?\s*)*public (?:final )?(?:interface|record|class)/
    assert own.find()
    def body = source.substring(own.end())
    def members = []
    def found = body =~ /(?s)\/\*\*((?:(?!\*\/).)*)\*\/\s*((?:[^;{"(]|"[^"]*"|\((?:[^()]|\([^()]*\))*\))*)[;{]/
    while (found.find()) {
      def member = member(found.group(1), found.group(2))
      if (member) {
        members << member
      }
    }
    new Javadocs(plain(own.group(1)), parameters(own.group(1)), members)
  }

  private static Member member(String comment, String declaration) {
    def options = []
    def tags = parameters(comment)
    def said = (tags.options ?: '')
    (declaration =~ /@NamedParam\(([^)]*)\)/).each { String all, String inside ->
      def name = (inside =~ /value = "(\w+)"/)[0][1]
      options << new Option(name, (inside =~ /type = (\w+)\.class/)[0][1], inside.contains('required = true'), option(said, name))
    }
    def plain = declaration
        .replaceAll(/@(?:NamedParam|DelegatesTo|ClosureParams)\((?:[^()]|\([^()]*\))*\)/, '')
        .replaceAll(/@\w+ /, '').replaceAll(/\s+/, ' ').strip()
    def method = plain =~ /^(?:public )?(?:default |static )*(?:<T> )?([\w<>?, \[\]]+) (\w+)\((.*)\)$/
    if (!method.matches() || method.group(1) == 'record') {
      return null
    }
    def parameters = split(method.group(3)).findAll { !it.startsWith('Map<String, ?> options') }.collect {
      int gap = it.lastIndexOf(' ')
      Map.entry(it.substring(gap + 1), it.substring(0, gap).strip())
    }
    new Member(method.group(2), method.group(1).strip(), Javadocs.plain(comment), parameters, options)
  }

  /** The parts between commas that stand in no brackets. */
  private static List<String> split(String parameters) {
    parameters ? parameters.split(/,(?![^<]*>)/)*.strip() : []
  }

  /** What is said of one named argument in {@code options}: its part, up to the next one. */
  private static String option(String said, String name) {
    def part = said.split(/;\s+(?=`)/).find { it =~ /`$name`/ }
    part == null ? '' : (part.replaceFirst(/^.*?`$name`[^:]*:?\s*/, '').strip() - ~/, required$/)
  }

  /** The text without its tags. */
  private static String plain(String comment) {
    text(comment.replaceAll(/(?m)^\s*\*? ?/, '').split(/(?m)^@/)[0])
  }

  private static Map<String, String> parameters(String comment) {
    def tags = comment.replaceAll(/(?m)^\s*\*? ?/, '').split(/(?m)^@/).drop(1)
    tags.findAll { it.startsWith('param ') }.collectEntries {
      def parts = it.split(/\s+/, 3)
      [parts[1], parts.size() > 2 ? text(parts[2]) : '']
    }
  }

  private static String text(String javadoc) {
    javadoc.replaceAll(/\s+/, ' ').replaceAll(/\{@code ((?:[^{}]|\{[^{}]*\})*)\}/, '`$1`')
        .replaceAll(/\{@link (?:[\w.]*[#.])?(\w+)[^}]*\}/, '`$1`').replaceAll(/<\/?p>/, '').strip()
  }

}
