package dev.sojourn.core.render

import dev.sojourn.core.mail.MailHtml
import dev.sojourn.core.tracking.TrackedHtml
import spock.lang.Specification

class PagesSpec extends Specification {
  static final TEMPLATES = [
    '<p>Hello {{a}}, {{b}}!</p>',
    '<p>{{a}}{{b}} {{a}}</p>{{b}}',
    'no element, {{a}}',
    '{{a}}',
    '<html><head><title>{{a}}</title></head><body class="{{b}}"><h1> {{a}} </h1></body></html> {{b}}',
    '<a href="{{a}}">{{b}}</a> and <a href="{{a}}">{{a}}</a>',
    '<a href="mailto:{{a}}">{{a}}</a> <a href="#{{a}}">{{b}}</a> <a href="{{a}}"></a>',
    '<a href="https://a.b/?x={{a}}&y={{b}}">  {{a}}  </a><area href=\'http://c.d/{{b}}\'>',
    '<a href="https://a.b/{{a}}" data-sojourn-event="{{b}}" data-sojourn-event-plan="{{a}}">x</a>',
    '<a href="{{a}}" {{b}}>x</a>', '<a href={{a}}>x {{b}}</a>', '<{{a}} href="x">{{b}}</{{a}}>', '< {{a}} <{{b}}',
    '&{{a}}; &#{{b}}; &#x{{a}}; &amp{{b}}', 'a &lt{{a}}; b < {{b}}',
    '<!-- {{a}} --> {{b}}', '<!--[if mso]><a href="https://a.b/{{a}}">{{b}}</a><![endif]--> {{b}}', '<!{{a}}> {{b}}', '<{{#a}}{{a}}{{/a}}>x',
    '<style>p { color: {{a}} }</style><p>{{b}}</p>', '<style media="{{a}}">p { top: 0 }</style><p>{{b}}</p>', '<script>var x = "{{a}}"</script>{{b}}',
    '<p style="color:{{a}}">x</p><p style="display:{{b}}">y</p><p style="{{a}}">z</p>',
    '<table>{{a}}<tr><td>{{b}}</td></tr>{{a}}</table>', '<table><b>{{a}}<tr>{{b}}</table>x', '<select>{{a}}<option>{{b}}</select>',
    '<p><a href="https://a.b/{{a}}">one</p>{{b}}<p>two</a>', '<b><p>{{a}}</b>{{b}}</p>',
    '<pre>{{a}}</pre><textarea>{{b}}</textarea><xmp>{{a}}</xmp><noscript>{{b}}</noscript><iframe>{{a}}</iframe>',
    '<svg><title>{{a}}</title><![CDATA[ {{b}} ]]></svg>', '<math><annotation-xml encoding="{{a}}"><p>{{b}}</annotation-xml></math>',
    '<img alt="{{a}}" src="https://c.d/{{b}}.png"><input type="{{a}}" value="{{b}}">',
    '{{#list}}<li><a href="https://a.b/{{.}}">{{.}}</a>{{/list}}{{^list}}none{{/list}} {{#c}}<p>{{a}}{{/c}}',
    '\u00910\u0092 {{a}}', '{{#c}}\u00910\u0092{{/c}}{{^c}}{{a}}{{/c}}', '\u0091{{a}}\u0092',
    '<frameset>{{a}}</frameset>', '<body><p>{{a}}</body>{{b}}</html>{{a}}', '<a href="http://a.b/{{a}}" href="http://c.d/{{b}}">x</a>',
    '<a\nHREF = "HTTPS://a.b/{{a}}"\n>{{b}}</a\n><A data-sojourn-notrack href="http://a.b/{{a}}">n</A>',
  ]
  static final STYLE = '<style>p { color: #222 } table a { color: #06c !important } .red, #y { top: 0 }</style>'
  static final ASKING = '<style>a[href^="https"] { color: #06c }</style>'
  static final VALUES = [
    'Ada', 'Ada Lovelace', 'Ada  Lovelace', ' Ada ', '', ' ', '\n', 'two\nlines', 'a\tb', 'x\u00a0y', '\u00a0', '\u3000x', 'x\u2003y', '\u0000', '\u0001x', 'x\u0085y',
    'A & B', '& &B', '&amp;', '&lt;', 'amp', 'copy', '65', 'x;', '<b>', '</p>', '<!--', '-->', '"', "' onclick='x", 'a=b', '`', 'display:none', 'none', 'red',
    'https://e.f/?g=h&i=j', 'http://', '#top', 'mailto:a@b.c', 'a@b.c', 'hidden', 'screen', 'text/html', 'script', 'p', '😀 é ü', '\u00910\u0092', '\u0091', '\ud800',
    'x' * 3_000, 'javascript:alert(1)',
  ]

  def "in #body each mail is the one that comes of reading it whole"() {
    given: 'a value that is not escaped makes the second read each mail whole'
    def quick = template(body, inlined)
    def whole = template(body + '{{{none}}}', inlined)

    expect:
    VALUES.eachWithIndex { a, i ->
      for (b in [VALUES[i - 1], VALUES[i - 7], 'Ada']) {
        def props = [a: a, b: b, c: a.length() % 2 == 0, list: b.empty ? [] : [a, b], none: '']
        def mail = quick.render(props)
        def expected = whole.render(props)
        assert mail.html() == expected.html()
        assert mail.text() == expected.text()
        assert tracked(mail) == tracked(expected)
        assert mail.page().places() == new MailHtml(mail.html()).places()
      }
    }

    where:
    [body, inlined] << TEMPLATES.collectMany { [[it, false], [STYLE + it, true], [STYLE + ASKING + it, true]] }
  }

  def "mails with the same words are read once, and at most sixty-four kinds are remembered"() {
    given:
    def pages = new Pages(false, true)

    when:
    def first = pages.of(outline('<p>', 'Ada', '</p>'))
    def second = pages.of(outline('<p>', 'Bob', '</p>'))

    then:
    pages.@forms.size() == 1
    [first, second]*.text() == ['Ada\n', 'Bob\n']

    when:
    300.times { pages.of(outline('<p>' + it, 'Ada', '</p>')) }

    then:
    pages.@forms.size() <= 64
  }

  def "what a value says is never read as HTML"() {
    expect:
    def mail = template('<p title="{{a}}">{{a}}</p>', false).render([a: '"><script>alert(1)</script>'])
    mail.html() == '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>'
    mail.text() == '"><script>alert(1)</script>\n'
  }

  private static Outline outline(String before, String value, String after) {
    def outline = new Outline()
    outline.write(before)
    assert outline.takes(value)
    outline.leave(value, value)
    outline.write(after)
    outline
  }

  private static Template template(String body, boolean inlined) {
    def head = '---\nsubject: s\ninlineCss: ' + inlined + '\nprops:\n  a: string\n  b: string\n  c: boolean\n  list: list\n  none: string\n---\n'
    def set = TemplateSet.compile(['t.html': head + body])
    assert set.problems() == []
    set.templates().t
  }

  private static String tracked(Rendered mail) {
    TrackedHtml.of(mail.page(), 'https://go.example.com/v1/email/', { link -> Optional.of(link.toString()) }, 'P')
  }
}
