package dev.sojourn.runtime.email

import spock.lang.Specification

class MailAddressSpec extends Specification {
  def "'#text' is the address of '#name' at #email"() {
    when:
    def address = MailAddress.of(text)

    then:
    address.name() == name
    address.email() == email

    where:
    text                              || name           | email
    'ada@example.com'                 || ''             | 'ada@example.com'
    ' ada@example.com '               || ''             | 'ada@example.com'
    'Ada <ada@example.com>'           || 'Ada'          | 'ada@example.com'
    '"Ada, L." <ada+x@example.com>'   || 'Ada, L.'      | 'ada+x@example.com'
    '"say \\"hi\\"" <ada@example.com>' || 'say "hi"'     | 'ada@example.com'
    'ada@bücher.example'              || ''             | 'ada@xn--bcher-kva.example'
    'jürgen@bücher.example'           || ''             | 'jürgen@xn--bcher-kva.example'
    'Ἀθηνᾶ <用户@例え.jp>'               || 'Ἀθηνᾶ'        | '用户@xn--r8jz45g.jp'
  }

  def "'#text' is no address, and the error says so"() {
    when:
    MailAddress.of(text)

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.startsWith("'$text' is not a mail address")

    where:
    text << ['', 'ada', 'ada@', '@example.com', 'a b@example.com', 'ada@exa mple.com', 'ada@example.com>\r\nRCPT TO:<eve@example.com',
             'ä' * 33 + '@example.com', 'ä\u200b@example.com', 'ä\u202e@example.com', 'a@b@c.de,d@e.fg', 'Ada <ada@example.com', 'ada\0@example.com', 'ada@exam\0ple.com', 'ada@exam\u0001ple.com',
             'Ada\r\nBcc: eve@example.com <ada@example.com>', 'Ada\u2028Eve <ada@example.com>', 'Ada\u0085Eve <ada@example.com>']
  }

  def "'#text' is written as #written"() {
    expect:
    MailAddress.of(text).text() == written
    MailAddress.of(MailAddress.of(text).text()) == MailAddress.of(text)
    MailAddress.of(text).needsUtf8() == utf8

    where:
    text                             || written                          | utf8
    'ada@example.com'                || 'ada@example.com'                | false
    'Ada <ada@example.com>'          || 'Ada <ada@example.com>'          | false
    'Müller <m@bücher.example>'      || 'Müller <m@xn--bcher-kva.example>' | false
    '"Shop, The" <ada@example.com>'  || '"Shop, The" <ada@example.com>'  | false
    '"say \\"hi\\"" <ada@example.com>' || '"say \\"hi\\"" <ada@example.com>' | false
    'ädä@example.com'                || 'ädä@example.com'                | true
  }
}
