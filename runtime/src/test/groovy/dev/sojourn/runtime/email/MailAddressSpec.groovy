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
  }

  def "'#text' is no address, and the error says so"() {
    when:
    MailAddress.of(text)

    then:
    def refusal = thrown(IllegalArgumentException)
    refusal.message.startsWith("'$text' is not a mail address")

    where:
    text << ['', 'ada', 'ada@', '@example.com', 'a b@example.com', 'ada@exa mple.com', 'ada@example.com>\r\nRCPT TO:<eve@example.com',
             'ädä@example.com', 'a@b@c.de,d@e.fg', 'Ada <ada@example.com', 'ada\0@example.com', 'ada@exam\0ple.com', 'ada@exam\u0001ple.com']
  }
}
