package dev.sojourn.core.render

import org.jsoup.Jsoup
import dev.sojourn.core.mail.MailHtml
import spock.lang.Specification

class InlineStylesSpec extends Specification {

  def "with '#css', #html becomes #styled"() {
    expect:
    inlined("<style>$css</style>$html") == "<style>$css</style>$styled"

    where:
    css                                                     | html                                    || styled
    'p{color:red}'                                          | '<p>x</p>'                              || '<p style="color:red;">x</p>'
    'p{color:red} .a{color:blue}'                           | '<p class=a>x'                          || '<p style="color:blue;" class=a>x'
    '.a{color:blue} p{color:red}'                           | '<P CLASS="a">x'                        || '<P style="color:blue;" CLASS="a">x'
    '#i{color:blue} p.a.b{color:red}'                       | '<p id=i class="a b">x'                 || '<p style="color:blue;" id=i class="a b">x'
    'p{color:red} p{color:blue;margin:0}'                   | '<p>x'                                  || '<p style="color:blue;margin:0;">x'
    'p{margin-top:1px;margin:0}'                            | '<p>x'                                  || '<p style="margin-top:1px;margin:0;">x'
    'p{color:red}'                                          | '<p style="color:blue">x'               || '<p style="color:red;color:blue">x'
    'p{color:red!important}'                                | '<p style="color:blue">x'               || '<p style="color:blue;color:red;">x'
    'p{color:red!important} #i{color:blue}'                 | '<p id=i style="top:0;">x'              || '<p id=i style="color:blue;top:0;color:red;">x'
    'p{font:1px "A B"}'                                     | '<p style=\'color:blue\'>x'             || '<p style=\'font:1px "A B";color:blue\'>x'
    'p{font:1px "A B"}'                                     | '<p>x'                                  || '<p style="font:1px \'A B\';">x'
    'p{color:red}'                                          | '<p style=top:0>x'                      || '<p style="color:red;top:0">x'
    'p{color:#F0A} b{background:#010203 url(http://x/?a&b)}' | '<p><b>x'                              || '<p style="color:#ff00aa;"><b style="background:#010203 url(\'http://x/?a&amp;b\');">x'
    'a[href^="http:"]{color:red}'                           | '<a href="http://x">x</a>'              || '<a style="color:red;" href="http://x">x</a>'
    'ul > li{top:0} li + li{left:0}'                        | '<ul><li>x<li>y</ul>'                   || '<ul><li style="top:0;">x<li style="top:0;left:0;">y</ul>'
    'a:hover{color:red} p::first-line{color:red}'           | '<p><a href=x>x</a>'                    || '<p><a href=x>x</a>'
    '@media(max-width:9px){p{color:red}} @font-face{src:x}' | '<p>x'                                  || '<p>x'
    'p{color:} p{top:0} } b{left:0}'                        | '<p>x'                                  || '<p style="top:0;">x'
    'p{mso-line-height-rule:exactly;--x:1}'                 | '<p>x'                                  || '<p style="mso-line-height-rule:exactly;">x'
    'p{color:red}'                                          | '<!--[if mso]><p>x</p><![endif]--><p>'  || '<!--[if mso]><p>x</p><![endif]--><p style="color:red;">'
    'p{color:red}'                                          | '<![if !mso]><p>x<![endif]>'            || '<![if !mso]><p style="color:red;">x<![endif]>'
    'b{color:red}'                                          | '<b><p>x</b>y</p>'                      || '<b style="color:red;"><p>x</b>y</p>'
    'tbody{color:red}'                                      | '<table><tr><td>x</table>'              || '<table><tr><td>x</table>'
    'i{content:"\'"}'                                       | '<i>x'                                  || '<i>x'
  }

  def "of several sheets the later wins, and one for print is none of them"() {
    expect:
    inlined('<style>p{color:red}</style><style media=screen>p{color:blue}</style><style media="print">p{color:black}</style><p>')
        .endsWith('<p style="color:blue;">')
  }

  def "a template asks for it in its front matter; its text part and its sheets stay"() {
    given:
    def body = '<html><head><style>p{color:{{tone}}} @media print{p{color:#000}}</style></head><body><p>Hello <a href="https://x.example">you</a></p></body></html>'
    def set = { String flag -> TemplateSet.compile(['a.html': "---\nsubject: x\nprops: {tone: string}\n$flag---\n$body".toString()]) }

    when:
    def plain = set('').render('a', [tone: 'red'])
    def styled = set('inlineCss: true\n')

    then:
    !plain.html().contains('style=')
    styled.render('a', [tone: 'red']).html() == plain.html().replace('<p>', '<p style="color:red;">')
    styled.render('a', [tone: 'blue']).html().contains('<p style="color:blue;">')
    styled.render('a', [tone: 'red']).text() == plain.text()
    plain.text() == 'Hello you (https://x.example)\n'
  }

  def "a flag that is no flag is refused"() {
    expect:
    TemplateSet.compile(['a.html': "---\nsubject: x\n$name: sometimes\n---\n".toString()]).problems()*.toString() ==
        ["a.html:3: 'sometimes' is not one of true, false"]

    where:
    name << ['trackOpens', 'trackClicks', 'inlineCss']
  }

  private static String inlined(String html) {
    def styled = new InlineStyles().in(new MailHtml(html))
    assert Jsoup.parse(styled).text() == Jsoup.parse(html).text()
    styled
  }
}
