package dev.sojourn.dsl.compile

import groovyjarjarantlr4.v4.runtime.CharStreams
import groovyjarjarantlr4.v4.runtime.Token
import org.apache.groovy.parser.antlr4.GroovyLangLexer

/** What of a script makes its hash. */
class MeaningSpec extends ScriptSpecification {
  static final SCRIPT = '''\
journey('sample') {
  trigger 'a', where { total > 10 }
  steps {
    sendEmail 'welcome', subject: "Hi ${contact.name ?: "you"} // there"
    sleepFor 2.days
    log """
      two  lines  
      of /* text */ ${1 /* one */ + 2}"""
    if (contact.id ==~ /a\\/\\* b/) { exit 'done' }
    log "${(contact.a as int) / 2 / 3}"
    log $/ dollar $$ /* slashy */ /$
  }
}
'''

  def "two scripts that differ in #what have one hash"() {
    expect:
    changed != SCRIPT
    ScriptCompiler.hash(changed) == ScriptCompiler.hash(SCRIPT)

    where:
    what                             | changed
    'a line comment'                 | SCRIPT.replace("sleepFor 2.days", "sleepFor 2.days // then 'wait")
    'a line of comment'              | SCRIPT.replace("    sleepFor", "    // don't\n    sleepFor")
    'a comment over several lines'   | SCRIPT.replace("    sleepFor", "    /* it's\n       \"here */\n    sleepFor")
    'a comment between words'        | SCRIPT.replace("sleepFor 2", "sleepFor /* two */ 2")
    'a comment in a text'            | SCRIPT.replace("/* one */ +", "+")
    'blank lines'                    | SCRIPT.replace("    sleepFor", "\n   \n\n    sleepFor")
    'spaces at the ends of lines'    | SCRIPT.replace("2.days\n", "2.days  \t\n")
    'how far lines are set in'       | SCRIPT.replace("    sleepFor", "\t  sleepFor")
    'how lines end'                  | SCRIPT.replace("\n", "\r\n")
    'what follows the end'           | SCRIPT + "\n\n// the end\n"
    'what stands before the journey' | "// Copyright\n\n/** Says hello. */\n" + SCRIPT
    'a byte order mark'              | '\uFEFF' + SCRIPT
  }

  def "two scripts that differ in #what have two hashes"() {
    expect:
    changed != SCRIPT
    ScriptCompiler.hash(changed) != ScriptCompiler.hash(SCRIPT)

    where:
    what                            | changed
    'a step'                        | SCRIPT.replace("2.days", "3.days")
    'a step that is commented out'  | SCRIPT.replace("    sleepFor", "//    sleepFor")
    'the order of steps'            | SCRIPT.replace("2.days\n", "2.days; log 'x'\n")
    'text that looks like comment'  | SCRIPT.replace("// there", "// here")
    'text in a block of text'       | SCRIPT.replace("/* text */", "/* words */")
    'spaces in a text'              | SCRIPT.replace("two  lines  \n", "two  lines\n")
    'a blank line in a text'        | SCRIPT.replace("two  lines  \n", "two  lines  \n\n")
    'a pattern'                     | SCRIPT.replace("\\* b", "\\* c")
    'code in a text'                | SCRIPT.replace("+ 2}", "+ 3}")
    'a text between dollars'        | SCRIPT.replace("/* slashy */", "/* other */")
    'where a line ends'             | SCRIPT.replace("sleepFor 2.days\n", "sleepFor 2.days ")
    'a number after a division'     | SCRIPT.replace("/ 2 / 3", "/ 2 / 4")
  }

  def "Groovy reads the meaning of a source as it reads the source: #source"() {
    expect:
    tokens(Meaning.of(source)) == tokens(source)

    where:
    source << [
      SCRIPT,
      "a / b / c // d",
      "a = /b/ // c",
      "a = b\n/c \\/* d/.length() /* e */",
      "f(a\n / b, /c/)",
      "x = [/a/, /b \${1 / 2 /* c */} d/] // e",
      "return /a'b/ // c'd",
      "a++ / b / c",
      "a['x'] / 2 + b() / 3 // '",
      "\$/ a /\$ + \$/ \$\$ /* \$/ /\$ // x",
      "'it\\'s' + \"a \\\" // b\" /* c */ + '''d ' // e'''",
      "\"\${a.collect { \"<\${it /* x */}>\" }.join('}')} // y\" // z",
      "def x = 1 /* a */ /* b */ + /* c\n */ 2",
      "a ? /b/ : /c/ // d",
      "case ~/a b/: break // c",
      "a\$/ 2 // b",
    ]
  }

  def "comments and blank lines put anywhere between lines change no hash (seed #seed)"() {
    given:
    def random = new Random(seed)
    def cuts = [' // "x', '\n', '  ', ' /* \' */', '\n\n// y\'s\n\n']
    def lines = SCRIPT.readLines()
    def outside = (0..<lines.size()) - [5, 6]

    expect:
    20.times {
      def changed = lines.withIndex().collect { text, i -> i in outside ? text + cuts[random.nextInt(cuts.size())] : text }
      assert ScriptCompiler.hash(changed.join('\n')) == ScriptCompiler.hash(SCRIPT)
    }

    where:
    seed << [1L, 2L, new Random().nextLong()]
  }

  def "an error names the line of the author's file, and each layout has its own"() {
    given:
    def plain = SCRIPT.replace("if (contact.id ==~ /a\\/\\* b/) { exit 'done' }", "throw new IllegalStateException('boom')")
    def roomy = "// one\n\n" + plain

    when:
    def first = compiled(plain)
    def second = compiled(roomy)

    then:
    first.hash() == second.hash()
    !first.is(second)
    [first, second].collect { lineOfFailure(it) } == [9, 11]
    refused(roomy.replace('sleepFor', 'sleepfor'))*.line() == [7]
  }

  private static int lineOfFailure(Script script) {
    try {
      script.steps().run(new RecordingScope())
      throw new AssertionError((Object) 'it ran')
    } catch (IllegalStateException e) {
      Script.lineOf(e).asInt
    }
  }

  private static List<String> tokens(String source) {
    def lexer = new GroovyLangLexer(CharStreams.fromString(source))
    def tokens = lexer.allTokens.findAll { it.channel == Token.DEFAULT_CHANNEL }
    def texts = tokens.collect { it.type == GroovyLangLexer.NL ? '\n' : it.text }
    // Line ends at the beginning, at the end, and repeated ones say nothing.
    def once = []
    texts.each { if (it != '\n' || (once && once.last() != '\n')) once << it }
    once && once.last() == '\n' ? once.init() : once
  }
}
