package dev.sojourn.core.tracking

import dev.sojourn.core.mail.MailHtml
import java.nio.charset.StandardCharsets
import org.jsoup.Jsoup
import spock.lang.Specification

class TrackedHtmlSpec extends Specification {
  static final OWN = 'https://go.example.com/v1/email/'

  final List<Link> links = []

  def "in #html the address is changed and nothing else"() {
    expect:
    tracked(html) == after
    links*.url() == [url]

    where:
    html                                                    | url                         || after
    '<a href="http://a.b/c">x</a>'                          | 'http://a.b/c'              || '<a href="@1">x</a>'
    "<a href='http://a.b/c'>x</a>"                          | 'http://a.b/c'              || "<a href='@1'>x</a>"
    '<a href=http://a.b/c>x</a>'                            | 'http://a.b/c'              || '<a href=@1>x</a>'
    '<a href=http://a.b/c/>x</a>'                           | 'http://a.b/c/'             || '<a href=@1>x</a>'
    '<A CLASS=b HREF = "HTTPS://A.B/C" >x</A >'             | 'HTTPS://A.B/C'             || '<A CLASS=b HREF = "@1" >x</A >'
    '<a\n\thref\n=\n"http://a.b">x</a>'                     | 'http://a.b'                || '<a\n\thref\n=\n"@1">x</a>'
    '<a href=" \n http://a.b/c \t">x</a>'                   | 'http://a.b/c'              || '<a href="@1">x</a>'
    '<a href="http://a.b/\r\n  c/\nd">x</a>'                | 'http://a.b/  c/d'          || '<a href="@1">x</a>'
    '<a href="http://a.b/?c=1&amp;d=2&e=3">x</a>'           | 'http://a.b/?c=1&d=2&e=3'   || '<a href="@1">x</a>'
    '<a href="http://a.b/?c=1&copy=2">x</a>'                | 'http://a.b/?c=1&copy=2'    || '<a href="@1">x</a>'
    '<a href="http&#58;&#x2F;/a.b&sol;c">x</a>'             | 'http://a.b/c'              || '<a href="@1">x</a>'
    '<a href="http://a.b/&quot;c&quot;">x</a>'              | 'http://a.b/"c"'            || '<a href="@1">x</a>'
    '<a title="1 > 0" href="http://a.b">x</a>'              | 'http://a.b'                || '<a title="1 > 0" href="@1">x</a>'
    '<a href="http://a.b" href="http://c.d">x</a>'          | 'http://a.b'                || '<a href="@1" href="http://c.d">x</a>'
    '<a href="http://bücher.de/é😀">😀</a>'                 | 'http://bücher.de/é😀'      || '<a href="@1">😀</a>'
    '<b><a href="http://a.b"><p>x</b>y</a>'                 | 'http://a.b'                || '<b><a href="@1"><p>x</b>y</a>'
    '<table><a href="http://a.b">x<tr><td>y</table>'        | 'http://a.b'                || '<table><a href="@1">x<tr><td>y</table>'
    '<map name=m><area shape=rect href="http://a.b"></map>' | 'http://a.b'                || '<map name=m><area shape=rect href="@1"></map>'
    '<base href="http://q/"><a href="http://a.b">x</a>'     | 'http://a.b'                || '<base href="http://q/"><a href="@1">x</a>'
    '<![if !mso]><a href="http://a.b">x</a><![endif]>'      | 'http://a.b'                || '<![if !mso]><a href="@1">x</a><![endif]>'
    '<!--[if !mso]><!--><a href=http://a.b>x</a><!--<![endif]-->' | 'http://a.b'          || '<!--[if !mso]><!--><a href=@1>x</a><!--<![endif]-->'
    '\uFEFF<a href="http://a.b">x'                          | 'http://a.b'                || '\uFEFF<a href="@1">x'
    '<p>&nbsp;&#169;&copy <A href="http://a.b">x'           | 'http://a.b'                || '<p>&nbsp;&#169;&copy <A href="@1">x'
    '<a href="http://a.b"/>x'                               | 'http://a.b'                || '<a href="@1"/>x'
    '<svg><a href="http://a.b">x</a></svg>'                 | 'http://a.b'                || '<svg><a href="@1">x</a></svg>'
    '<a href="http://user:p@a.b:80/c">x</a>'                | 'http://user:p@a.b:80/c'    || '<a href="@1">x</a>'
  }

  def "#html stays as it is"() {
    expect:
    tracked(html) == html
    links == []

    where:
    html << [
      '<a href="mailto:a@b.c">x</a>', '<a href="tel:+49">x</a>', '<a href="#top">x</a>', '<a href="/relative">x</a>',
      '<a href="relative?http://a.b">x</a>', '<a href="//a.b/c">x</a>', '<a href="javascript:alert(1)">x</a>', '<a href="ftp://a.b">x</a>',
      '<a href="http:a">x</a>', '<a href="http:///">x</a>', '<a href="http://">x</a>', '<a href="http:\\\\a.b">x</a>', '<a href="">x</a>', '<a href>x</a>', '<a name=x>x</a>',
      '<a href="{{unrendered}}">x</a>', '<a href="data:text/html,http://a.b">x</a>',
      '<a href="https://go.example.com/v1/email/unsubscribe?token=x">x</a>', '<a href="HTTPS://GO.example.com/v1/email/preferences?token=x">x</a>',
      '<a href="http://a.b" data-sojourn-notrack>x</a>', '<a data-sojourn-notrack="" href="http://a.b">x</a>', '<a DATA-HS-NOTRACK href="http://a.b">x</a>',
      '<!-- <a href="http://a.b">x</a> -->', '<!--[if mso]><a href="http://a.b">x</a><![endif]-->',
      '<!--[if mso]><v:roundrect href="http://a.b" xmlns:v="urn:x"><center>x</center></v:roundrect><![endif]-->',
      '<style>a[href="http://a.b"]{color:red}</style>', '<script>"<a href=http://a.b>"</script>', '<textarea><a href="http://a.b"></textarea>',
      '<title><a href="http://a.b"></title>', '<link href="http://a.b">', '<img src="http://a.b">', '<form action="http://a.b"></form>', '<a href="http://a.b', 'http://a.b', ''
    ]
  }

  def "links that differ in nothing are one, the others are told apart in their order"() {
    when:
    def html = tracked('''
        <a href="http://a.b/1">x</a> <a href="http://a.b/2">x</a> <a href='http://a.b/1'>y</a> <a href="http://a.b/&#49;">z</a>
        <a href="http://a.b/1" data-sojourn-event="chosen">x</a> <a href="http://a.b/1" data-sojourn-event="chosen" data-sojourn-event-plan="pro">x</a>''')

    then:
    html.findAll(/@\d/) == ['@1', '@2', '@1', '@1', '@3', '@4']
  }

  def "a link carries its event: #marks"() {
    when:
    tracked("<a href='http://a.b' $marks>x</a>")

    then:
    links == [new Link(1, 'http://a.b', event, props)]

    where:
    marks                                                                            || event         | props
    'data-sojourn-event="plan.chosen"'                                               || 'plan.chosen' | [:]
    'data-sojourn-event="plan.chosen" data-sojourn-event-plan="pro &amp; contra"'    || 'plan.chosen' | [plan: 'pro & contra']
    'data-hs-event=plan.chosen DATA-HS-EVENT-Plan-Size=big'                          || 'plan.chosen' | ['plan-size': 'big']
    'data-sojourn-event-plan="pro"'                                                  || null          | [:]
    'data-sojourn-event="  "'                                                        || null          | [:]
    'data-sojourn-event="email.opened"'                                              || null          | [:]
    'data-sojourn-event="journey:completed"'                                         || null          | [:]
    'data-sojourn-event="a" data-sojourn-event-__hops="3" data-sojourn-event-="x"'   || 'a'           | [:]
    "data-sojourn-event=\"${'a' * 201}\""                                            || null          | [:]
  }

  def "a link that finds no room in an address stays as it is"() {
    expect:
    TrackedHtml.of(new MailHtml('<a href="http://a.b">x</a>'), OWN, { Optional.empty() }, null) == '<a href="http://a.b">x</a>'
  }

  def "an address of ours is escaped"() {
    expect:
    TrackedHtml.of(new MailHtml('<a href="http://a.b">x</a>'), OWN, { Optional.of('/c?a=1&b=2') }, null) ==
        '<a href="/c?a=1&amp;b=2">x</a>'
    TrackedHtml.of(new MailHtml('<a href="http://a.b">x</a>'), OWN, { Optional.of('"><script>&') }, '"><i>') ==
        '<a href="&quot;&gt;&lt;script&gt;&amp;">x</a><img src="&quot;&gt;&lt;i&gt;" width="1" height="1" alt="" style="display:none">'
  }

  def "the pixel stands before the end of #html"() {
    expect:
    TrackedHtml.of(new MailHtml(html), OWN, null, 'P').replace('<img src="P" width="1" height="1" alt="" style="display:none">', '#') == after

    where:
    html                                                || after
    '<p>x</p>'                                          || '<p>x</p>#'
    ''                                                  || '#'
    '<body>x</body>'                                    || '<body>x#</body>'
    '<HTML><BODY>x</BODY></HTML>\n'                     || '<HTML><BODY>x#</BODY></HTML>\n'
    '<body>x</body ></html>'                            || '<body>x#</body ></html>'
    '<p title="</body>">x</p></body>'                   || '<p title="</body>">x</p>#</body>'
    '<body><!-- </body> --><p>x'                        || '<body><!-- </body> --><p>x#'
    '<body>x</body><!-- </body> -->'                    || '<body>x#</body><!-- </body> -->'
    '<!--[if mso]></body><![endif]--><p>x</p></body>'   || '<!--[if mso]></body><![endif]--><p>x</p>#</body>'
    '<body><table><tr><td>x</body></html>'              || '<body><table><tr><td>x</body></html>#'
  }

  def "#file: each link of the mail leads through us, and without our addresses it is the same text"() {
    given:
    def html = new String(getClass().getResourceAsStream("/mails/$file").bytes, StandardCharsets.UTF_8)
    def anchors = Jsoup.parse(html).select('a[href], area[href]')
    def wanted = anchors.findAll { it.attr('href') =~ /(?i)^\s*https?:/ && !it.hasAttr('data-sojourn-notrack') }

    when:
    def after = tracked(html, 'PIXEL')

    then: 'as a browser sees it'
    def seen = Jsoup.parse(after)
    seen.select('a[href^=@], area[href^=@]').size() == wanted.size()
    seen.select('a[href], area[href]').size() == anchors.size()
    seen.select('img[src=PIXEL]').size() == 1
    seen.text() == Jsoup.parse(html).text()
    wanted.collect { it.attr('href').replaceAll(/[\n\r\t]/, '').trim() }.toUnique().sort() == links*.url().toUnique().sort()

    and: 'byte for byte'
    def pieces = after.replaceFirst(/<img src="PIXEL"[^>]*>/, '').split(/@\d+/, -1)
    def at = 0
    pieces.every { piece ->
      at = html.indexOf(piece, at)
      at >= 0 && (at += piece.length()) >= 0
    }
    html.startsWith(pieces.first())
    html.endsWith(pieces.last())

    where:
    file << ['builder-tables.html', 'outlook-conditionals.html', 'vml-buttons.html', 'amp-and-entities.html', 'sloppy-uppercase.html', 'single-file-newsletter.html', 'receipt.html', 'plain-fragment.html']
  }

  private String tracked(String html, String pixel = null) {
    TrackedHtml.of(new MailHtml(html), OWN, { Link link ->
      links << link
      Optional.of("@${link.number()}".toString())
    }, pixel)
  }
}
