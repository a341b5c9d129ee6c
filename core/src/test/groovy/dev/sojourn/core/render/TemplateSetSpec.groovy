package dev.sojourn.core.render

import dev.sojourn.core.mail.MailHtml
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.Specification

class TemplateSetSpec extends Specification {

  static final LAYOUT = '''\
<html><body>
<h1>{{subject}}</h1>
{{$content}}nothing{{/content}}
{{> partials/footer}}
</body></html>
'''

  static final WELCOME = '''\
---
subject: Welcome, {{firstName}}
category: onboarding
preview: Three steps, {{firstName}}
from: Ada <ada@example.com>
props:
  firstName: {type: string, required: true}
  steps: list
examples:
  short: {firstName: Ada}
---
{{<layouts/base}}
{{$content}}
<p>Hello {{firstName}}</p>
{{#steps}}<p>{{title}}</p>{{/steps}}
{{/content}}
{{/layouts/base}}
'''

  static final FILES = [
    'welcome.html': WELCOME,
    'layouts/base.html': LAYOUT,
    'partials/footer.html': '<a href="https://x/{{journeyName}}">why</a>'
  ]

  def "a template renders in its layout, with partials, escaped"() {
    when:
    def mail = compile(FILES).render(
        'welcome',
        [firstName: '<Ada & co>', steps: [[title: 'one'], [title: 'two']], journeyName: 'welcome'])

    then:
    mail.subject() == 'Welcome, <Ada & co>'
    mail.html().contains('<p>Hello &lt;Ada &amp; co&gt;</p>')
    mail.html().contains('<h1>Welcome, &lt;Ada &amp; co&gt;</h1>')
    mail.html().contains('<p>one</p><p>two</p>')
    mail.html().contains('<a href="https://x/welcome">why</a>')
    !mail.html().contains('nothing')
  }

  def "front matter says what the template is"() {
    when:
    def matter = compile(FILES).templates().welcome.frontMatter()

    then:
    matter.category() == 'onboarding'
    matter.from() == 'Ada <ada@example.com>'
    matter.props() == [
      firstName: new Prop('firstName', Prop.Type.STRING, true),
      steps: new Prop('steps', Prop.Type.LIST, false)
    ]
    matter.examples() == [short: [firstName: 'Ada']]
  }

  def "a required prop that is #what is named"() {
    when:
    compile(FILES).render('welcome', props)

    then:
    def e = thrown(RenderFailed)
    e.template() == 'welcome'
    e.prop() == 'firstName'
    e.message == "template 'welcome': required prop 'firstName' is missing; pass it in props"

    where:
    what      | props
    'missing' | [:]
    'null'    | [firstName: null]
  }

  def "a name that is neither passed nor declared is named with its place"() {
    given:
    def set = compile('a.html': '---\nsubject: Hi\nprops:\n  user: object\n---\n<p>\n{{#user}}{{frist}}{{/user}}\n</p>\n')

    when:
    set.render('a', [user: [first: 'Ada']])

    then:
    def e = thrown(RenderFailed)
    e.prop() == 'frist'
    e.message.startsWith("a.html:7: template 'a' uses 'frist', which is neither passed nor declared")
  }

  def "in a #where an unknown name has the place #place"() {
    when:
    compile(files).render('a', [:])

    then:
    def e = thrown(RenderFailed)
    e.message.startsWith("$place: template 'a' uses 'nope'")

    where:
    where     | place                  | files
    'subject' | 'a.html:3'             | ['a.html': '---\ncategory: x\nsubject: "{{nope}}"\n---\nbody']
    'layout'  | 'layouts/base.html:2'  | ['a.html': '---\nsubject: x\n---\n\n{{<layouts/base}}{{/layouts/base}}', 'layouts/base.html': '\n{{nope}}']
    'text'    | 'a.txt:3'              | ['a.html': '---\nsubject: x\n---\n', 'a.txt': '\n\n{{nope}}']
    'section' | 'a.html:4'             | ['a.html': '---\nsubject: x\n---\n{{#nope}}x{{/nope}}']
    'value'   | 'a.html:4'             | ['a.html': '---\nsubject: x\n---\n<p>{{{nope}}}</p>']
  }

  def "a name is looked for inside values too"() {
    given:
    def set = compile('a.html': '---\nsubject: x\nprops: {user: object}\n---\n[{{user.name}}]')

    expect:
    set.render('a', [user: [name: 'Ada']]).html() == '[Ada]'
    set.render('a', [user: [name: null]]).html() == '[]'
    set.render('a', [:]).html() == '[]'

    when:
    set.render('a', [user: [nom: 'Ada']])

    then:
    thrown(RenderFailed)
  }

  def "optional, injected and null values are empty; sections and inverted ones know them"() {
    given:
    def body = '[{{nick}}][{{name}}][{{{n}}}]{{#nick}}has{{/nick}}{{^nick}}none{{/nick}}{{#yes}}!{{/yes}}'
    def set = compile('a.html': "---\nsubject: x\nprops: {nick: string}\n---\n$body")

    expect:
    set.render('a', [n: null, yes: true]).html() == '[][][]none!'
    set.render('a', [n: '<b>', yes: false, nick: 'A', name: 'B']).html() == '[A][B][<b>]has'
  }

  def "numbers and booleans are written plainly"() {
    expect:
    compile('a.html': '---\nsubject: x\n---\n{{a}} {{b}} {{c}} {{#d}}{{.}},{{/d}}')
        .render('a', [a: 5L, b: new BigDecimal('1E+3'), c: true, d: [1, 2]]).html() == '5 1000 true 1,2,'
  }

  def "a subject is not escaped and has one line"() {
    given:
    def set = compile('a.html': '---\nsubject: "{{s}}"\n---\nx')

    expect:
    set.render('a', [s: "Tom & Jerry's"]).subject() == "Tom & Jerry's"
    set.render('a', [s: 'Hi\r\nBcc: all@example.com\u0000']).subject() == 'Hi  Bcc: all@example.com'
    new Rendered('a', '', '').withSubject('b\nc').subject() == 'b c'
  }

  def "a text file beside the template is the plain part, without escaping"() {
    given:
    def set = compile(
        'a.html': '---\nsubject: x\n---\n<p>html</p>',
        'a.txt': 'Dear {{name}}\n{{> partials/sign}}\n',
        'partials/sign.txt': 'Yours, {{name}}')

    expect:
    set.render('a', [name: 'A & B']).text() == 'Dear A & B\nYours, A & B\n'
  }

  def "without one it is read off the HTML"() {
    given:
    def html = '''\
<html><head><title>t</title><style>p {}</style></head><body>
<div style="display: none">hidden</div>
<h1>Hello   you</h1>
<p>Please <a href="https://x.org/a?b=1&amp;c=2">look
  here</a>, or at <a href="https://x.org">https://x.org</a>.<br>Bye</p>
<ul><li>one</li><li>two <b>bold</b></li></ul>
<table><tr><td>Sum</td><td>5</td></tr><tr><td>Tax</td><td>1</td></tr></table>
<img alt="logo" src="x.png"><a href="#top">up</a>
</body></html>'''

    expect:
    PlainText.of(new MailHtml(html)) == '''\
Hello you

Please look here (https://x.org/a?b=1&c=2), or at https://x.org.
Bye

- one
- two bold

Sum 5
Tax 1

logoup
'''
  }

  def "the plain part of #html is #text"() {
    expect:
    PlainText.of(new MailHtml(html)) == text

    where:
    html                                                                  | text
    '<a href="https://x.org"><img alt="Shop" src="x.png"></a>'            | 'Shop (https://x.org)\n'
    '<a href="https://x.org"><img src="x.png"></a>'                       | 'https://x.org\n'
    '<a href="https://x.org"><b style="DISPLAY:none">x</b></a>'           | 'https://x.org\n'
    '<a href="mailto:a@b.c">a@b.c</a>'                                    | 'a@b.c\n'
    '<p>a \u00a0\t\n b</p><p> </p><div><div><p>c </p></div></div><p>d</p>' | 'a b\n\nc\n\nd\n'
    '<script>x</script><title>t</title>'                                  | '\n'
    '<hr>a<br><br><br>b'                                                  | '----\n\na\n\nb\n'
  }

  def "#file: #content.inspect() is refused: #problem"() {
    when:
    def set = compile([(file): content, 'fine.html': '---\nsubject: x\n---\nx'] + others)

    then:
    set.problems()*.toString() == [problem]
    set.templates().keySet() == ['fine'] as Set

    where:
    file     | content                                       | problem
    'a.html' | 'hello'                                       | "a.html:1: no front matter; a template begins with '---', 'subject: …', '---'"
    'a.html' | '---\nsubject: x\n'                           | "a.html:1: the front matter does not end; close it with a line '---'"
    'a.html' | '---\ncategory: x\n---\n'                     | "a.html:2: no subject; add a line 'subject: …'"
    'a.html' | '---\nsubject: x\nsubjct: y\n---\n'           | "a.html:3: 'subjct' is not one of subject, category, preview, from, props, examples, trackOpens, trackClicks, inlineCss"
    'a.html' | '---\nsubject: x\nprops:\n  a: strng\n---\n'  | "a.html:4: type 'strng' is not one of string, number, boolean, date, list, object"
    'a.html' | '---\nsubject: x\nprops: 5\n---\n'            | "a.html:3: expected 'name: value' lines, not '5'"
    'a.html' | '---\nsubject: x\n---\n\n{{#a}}\n{{/b}}'      | 'a.html:6: Mismatched start/end tags: a != b in a.html:3'
    'a.html' | '---\nsubject: x\n---\n\n{{#a}}\n'            | "a.html:5: Failed to close 'a' tag"
    'a.html' | '---\nsubject: "{{#a}}"\n---\n'               | "a.html:2: Failed to close 'a' tag"
    'a.html' | '---\nsubject: x\n---\n{{> footer}}'          | "a.html:4: includes 'footer', but there is no file templates/footer.html"
    'a.html' | '---\nsubject: x\n---\n{{<base}}{{/base}}'    | "a.html:4: includes 'base', but there is no file templates/base.html"
    'a.html' | '---\nsubject: x\n---\n{{>*which}}'           | "a.html:4: '{{>*which}}' picks its file while rendering; name the file"
    'a.txt'  | 'x'                                           | "a.txt:1: no 'a.html' stands beside it"

    others = [:]
  }

  def "a broken include is reported where it is broken, once for all who use it"() {
    given:
    def set = compile(
        'a.html': '---\nsubject: x\n---\n{{> layouts/bad}}',
        'b.html': '---\nsubject: x\n---\n{{> layouts/bad}}',
        'layouts/bad.html': 'x\n{{#open}}')

    expect:
    set.problems()*.toString() == ["layouts/bad.html:2: Failed to close 'open' tag"]
  }

  def "malformed front matter has its line"() {
    expect:
    compile('a.html': '---\nsubject: x\nprops: [\n---\n').problems()[0].toString() ==~
        /a\.html:[34]: front matter is not YAML: .*/
    compile('a.html': '---\nsubject: x\nsubject: y\n---\n').problems()[0].toString() ==~
        /a\.html:3: front matter is not YAML: .*[Dd]uplicate.*/
  }

  def "a template that includes itself without end is refused when it is rendered, not before"() {
    given:
    def set = compile('a.html': '---\nsubject: x\n---\n{{> partials/loop}}', 'partials/loop.html': 'x{{> partials/loop}}')

    when:
    set.render('a', [:])

    then:
    def e = thrown(RenderFailed)
    e.message.contains('recursion limit')
  }

  def "a tree may include itself, since it ends"() {
    given:
    def set = compile(
        'a.html': '---\nsubject: x\n---\n{{> partials/node}}',
        'partials/node.html': '({{v}}{{#kids}}{{> partials/node}}{{/kids}})')

    expect:
    set.render('a', [v: 1, kids: [[v: 2, kids: []], [v: 3, kids: []]]]).html() == '(1(2)(3))'
  }

  def "the hash changes with the template and with what it includes, and with nothing else"() {
    given:
    def hash = compile(FILES).templates().welcome.hash()

    expect:
    hash ==~ /[0-9a-f]{64}/
    compile(FILES + ['other.html': '---\nsubject: x\n---\n', 'layouts/new.html': 'x']).templates().welcome.hash() == hash
    compile(FILES.collectEntries { [it.key, it.value.replace('\n', '\r\n')] }).templates().welcome.hash() == hash
    compile(FILES + ['layouts/base.html': LAYOUT + '!']).templates().welcome.hash() != hash
    compile(FILES + ['partials/footer.html': 'bye']).templates().welcome.hash() != hash
    compile(FILES + ['welcome.txt': 'plain']).templates().welcome.hash() != hash
    compile(FILES + ['welcome.html': WELCOME + '!']).templates().welcome.hash() != hash
  }

  def "a template can be made again from its source alone"() {
    given:
    def template = compile(FILES + ['welcome.txt': 'Hi {{firstName}}']).templates().welcome
    def props = [firstName: 'Ada', steps: []]

    when:
    def again = TemplateSet.fromSource('welcome', template.source())

    then:
    again.hash() == template.hash()
    again.source() == template.source()
    again.render(props) == template.render(props)
  }

  def "templates in folders have their path as key; layouts and partials are none"() {
    expect:
    compile(FILES + ['billing/receipt.html': '---\nsubject: x\n---\nx']).templates().keySet() ==
        ['billing/receipt', 'welcome'] as Set
  }

  def "an unknown template says which file was expected"() {
    when:
    compile(FILES).render('welcom', [:])

    then:
    def e = thrown(RenderFailed)
    e.message == "template 'welcom' does not exist; expected a file templates/welcom.html"
  }

  def "one template serves many threads"() {
    given:
    def template = compile(FILES).templates().welcome
    def threads = Executors.newFixedThreadPool(4)

    when:
    def wrong = (1..4).collect { thread ->
      threads.submit({
        (1..500).count { n ->
          def name = "t$thread-$n".toString()
          !template.render([firstName: name, steps: []]).html().contains("<p>Hello $name</p>")
        }
      } as Callable)
    }*.get()

    then:
    wrong == [0, 0, 0, 0]

    cleanup:
    threads.shutdownNow()
  }

  private static TemplateSet compile(Map files) {
    TemplateSet.compile(files.collectEntries { path, content -> [path, content.toString()] })
  }
}
