package dev.sojourn.runtime.http

import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.replay.Json
import java.nio.charset.StandardCharsets
import spock.lang.Specification

/** Orders with files, read from bytes that nobody vouches for. */
class OrderReaderSpec extends Specification {
  static final LIMIT = 1 << 20
  static final PDF = [filename: 'a.pdf', contentType: 'application/pdf', content: 'AAEC/+8=']

  def "files are read as they stand there, wherever that is, and all else beside them"() {
    expect:
    with(read(body)) {
      fields() == [to: 'ada@example.com', props: [total: 5, names: ['A']]]
      files() == [new Attachment('a.pdf', 'application/pdf', 'AAEC/+8=', id)]
      files()[0].content() == [0, 1, 2, 0xff, 0xef] as byte[]
    }

    where:
    body                                                                                                                                                                              || id
    '{"to":"ada@example.com","attachments":[{"filename":"a.pdf","contentType":"application/pdf","content":"AAEC/+8="}],"props":{"total":5,"names":["A"]}}'                             || null
    '{"attachments":[{"content":"AAEC/+8=","contentId":"pic@x","filename":"a.pdf","contentType":"application/pdf"}],"to":"ada@example.com","props":{"total":5,"names":["A"]}}'         || 'pic@x'
    '{ "attachments" : [ { "content" : "AAEC/+8=" \n , "filename":"a.pdf","contentType":"application/pdf"\t} ]\r\n, "to":"ada@example.com","props": {"total":5,"names":["A"]} } '    || null
    '{"attachments":[{"filename":"a.pdf","contentType":"application/pdf","contentId":null,"content":"AAEC\\/\\u002b8\\u003d"}],"to":"ada@example.com","props":{"total":5,"names":["A"]}}' || null
  }

  def "a text may hold anything but what JSON forbids: #text"() {
    expect:
    read(Json.write([subject: text])).fields() == [subject: text]

    where:
    text << ['', 'Grüße "du" \\ }]', '😀', '{"attachments":[]}', '\u0000']
  }

  def "no list of files, none, and an empty one are the same"() {
    expect:
    read(body).files().empty

    where:
    body << ['{}', '{"attachments":null}', '{"attachments":[]}']
  }

  def "an order with #what is refused, and told where: #says"() {
    when:
    read(Json.write([to: 'ada@example.com', attachments: files]))

    then:
    def refusal = thrown(Refusal)
    refusal.status() == 400
    refusal.text().startsWith(says)
    refusal.text().length() < 300
    !refusal.text().find(/\p{Cntrl}/)

    where:
    what                      | files                                              || says
    'text for a list'         | 'x'                                                || 'attachments is not a list'
    'an object for a list'    | [a: 1]                                             || 'attachments is not a list'
    'text for a file'         | ['x']                                              || 'attachments[0] is not an object'
    'nothing for a file'      | [PDF, null]                                        || 'attachments[1] is not an object'
    'no name'                 | [PDF - [filename: 'a.pdf']]                        || 'attachments[0].filename is missing'
    'no content type'         | [PDF, PDF, PDF - [contentType: 'application/pdf']] || 'attachments[2].contentType is missing'
    'no content'              | [PDF - [content: 'AAEC/+8=']]                      || 'attachments[0].content is missing'
    'content that is null'    | [PDF + [content: null]]                            || 'attachments[0].content is missing'
    'content that is a list'  | [PDF + [content: ['AAEC']]]                        || 'attachments[0].content is not a text'
    'a number for a name'     | [PDF + [filename: 7]]                              || 'attachments[0].filename is not a text'
    'a URL for content'       | [PDF + [path: 'https://example.com/a.pdf']]        || 'attachments[0] has a field that is not taken'
    'a long name'             | [PDF + [filename: 'x' * 256]]                      || 'attachments[0].filename: attachment'
    'a line break in a name'  | [PDF + [filename: 'a\r\nBcc: x']]                  || 'attachments[0].filename: attachment'
    'half a type'             | [PDF + [contentType: 'pdf']]                       || 'attachments[0].contentType: attachment'
    'a header in a type'      | [PDF + [contentType: 'a/b\r\nX: y']]               || 'attachments[0].contentType: attachment'
    'a mail for a file'       | [PDF + [contentType: 'message/rfc822']]            || 'attachments[0].contentType: attachment'
    'a long id'               | [PDF + [contentId: 'x' * 79]]                      || 'attachments[0].contentId: attachment'
    'no Base64'               | [PDF, PDF, PDF + [content: 'AAEC*+8=']]            || 'attachments[2].content: attachment'
    'line breaks in Base64'   | [PDF + [content: 'AAEC\r\n/+8=']]                  || 'attachments[0].content: attachment'
    'a quote in Base64'       | [PDF + [content: 'AAE"']]                          || 'attachments[0].content: attachment'
    'a backslash in Base64'   | [PDF + [content: 'AAE\\']]                         || 'attachments[0].content: attachment'
    'letters beyond ASCII'    | [PDF + [content: 'ÄÄÄÄ']]                          || 'attachments[0].content: attachment'
    'Base64 without its end'  | [PDF + [content: 'AAEC/+8']]                       || 'attachments[0].content: attachment'
    'Base64 of URLs'          | [PDF + [content: 'AAEC_-8=']]                      || 'attachments[0].content: attachment'
    'only padding'            | [PDF + [content: '====']]                          || 'attachments[0].content: attachment'
    '21 files'                | [PDF] * 21                                         || 'attachments are more than 20'
  }

  def "twenty files are taken, and an empty one"() {
    expect:
    read(Json.write([attachments: [PDF] * 20])).files().size() == 20
    read(Json.write([attachments: [PDF + [content: '']]])).files()[0].size() == 0
  }

  def "what is no JSON object is refused: #body"() {
    when:
    read(body)

    then:
    def refusal = thrown(Refusal)
    refusal.status() == 400

    where:
    body << ['', '{', '[]', '"x"', '{} {}', '{"to":"a"', '{"attachments":[', '{"attachments":[{"content":"AAEC', '{"attachments":[{"content":"AAEC"',
        '{"attachments":[{"content":"AA\nEC"}]}', '{"attachments":[{"content":"AA\\x"}]}', '{"attachments":[{"content" "AAEC"}]}', '{"a":' + '[' * 600 + ']' * 600 + '}']
  }

  def "another encoding than UTF-8 is refused, and a mark at the beginning is not"() {
    when:
    OrderReader.read('{"to":"a"}'.getBytes(StandardCharsets.UTF_16LE), LIMIT)

    then:
    thrown(Refusal)

    expect:
    read('\ufeff' + Json.write([attachments: [PDF], to: 'x'])).files()[0].base64() == 'AAEC/+8='
  }

  def "what stands beside the files may be as large as an ordinary body, and not one byte larger"() {
    given:
    def content = 'A' * (LIMIT * 2)
    def bare = Json.write([subject: '', attachments: [PDF + [content: content]]])
    def room = LIMIT - (bare.length() - content.length())

    when:
    def read = read(Json.write([subject: 'x' * room, attachments: [PDF + [content: content]]]))

    then:
    read.files()[0].base64() == content
    read.text('subject').length() == room

    when:
    this.read(Json.write([subject: 'x' * (room + 1), attachments: [PDF + [content: content]]]))

    then:
    def refusal = thrown(Refusal)
    refusal.status() == 413
  }

  private static OrderBody read(String body) {
    OrderReader.read(body.getBytes(StandardCharsets.UTF_8), LIMIT)
  }
}
