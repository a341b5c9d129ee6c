package dev.sojourn.runtime.email

import jakarta.mail.Session
import jakarta.mail.internet.InternetAddress
import jakarta.mail.internet.MimeMessage
import java.nio.charset.StandardCharsets
import java.time.Instant
import spock.lang.Specification

class MimeSpec extends Specification {
  static final ID = '019a0000-0000-7000-8000-000000000001'
  static final DATE = Instant.parse('2026-03-01T12:00:00Z')

  def "further headers stand in their order, and none can begin another line"() {
    when:
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', 'x', 'x',
        ['List-Unsubscribe': '<https://x.co/u?token=a.b>', 'X-Odd\r\nBcc: eve@example.com': "a\r\nBcc: eve@example.com\u00e9"])
    def lines = new String(Mime.of(mail).bytes(), 'US-ASCII').split('\r\n') as List

    then:
    lines.indexOf('List-Unsubscribe: <https://x.co/u?token=a.b>') + 1 == lines.indexOf('X-Odd Bcc: eve@example.com: a Bcc: eve@example.com ')
    MailBytes.unpack(MailBytes.pack(mail)) == mail
  }

  def "a mail reads as it was written, subject '#subject'"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'Sojourn <hello@example.com>', 'ada@example.com', subject, html, text)

    when:
    def message = parsed(mail)

    then:
    message.subject == subject
    message.from == [new InternetAddress('hello@example.com', 'Sojourn')]
    message.allRecipients == [new InternetAddress('ada@example.com')]
    message.messageID == "<$ID@example.com>"
    message.sentDate.toInstant() == DATE
    message.content.getBodyPart(0).contentType == 'text/plain; charset=UTF-8'
    body(message.content.getBodyPart(0)) == text
    message.content.getBodyPart(1).contentType == 'text/html; charset=UTF-8'
    body(message.content.getBodyPart(1)) == html

    and: 'our own reader agrees'
    def entry = MailFile.read(ID, new String(Mime.of(mail).bytes(), StandardCharsets.US_ASCII))
    entry.subject() == subject
    entry.html() == html
    entry.text() == text
    entry.headers()['Message-ID'] == "<$ID@example.com>"

    where:
    subject                   | html                          | text
    'Welcome'                 | '<p>Hello</p>\n'              | 'Hello\n'
    'Grüße, Ἀθηνᾶ 👋'          | '<p>ü 👋 é</p>'               | 'ü 👋'
    'long ' * 60 + 'é'        | '<p>' + 'x' * 2000 + '</p>'   | 'word ' * 300 + 'end'
    'plain ' * 60 + 'end'     | ''                            | ''
    'looks =?UTF-8?B?eA==?='  | 'a = b; c =3D d\n.\n..\nFrom me' | '.\ntrailing space \ntab\t\nend'
  }

  def "no line of it is longer than 78 characters, and every byte is ASCII"() {
    when:
    def bytes = Mime.of(new OutgoingMail(ID, DATE, 'Jürgen Ångström-Müller von und zu Überall <hello@example.com>',
        'ada@example.com', 'é' * 500, 'ü' * 5000, 'ß ' * 2000)).bytes()

    then:
    bytes.every { it > 0 }
    new String(bytes, StandardCharsets.US_ASCII).split('\r\n').findAll { it.length() > 78 } == []
  }

  def "a subject cannot begin another header"() {
    when:
    def message = parsed(new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi\r\nBcc: eve@example.com', 'x', 'x'))

    then:
    message.subject == 'Hi Bcc: eve@example.com'
    message.getHeader('Bcc') == null
  }

  def "a name with #what stays a name"() {
    when:
    def message = parsed(new OutgoingMail(ID, DATE, from, 'ada@example.com', 'Hi', 'x', null))

    then:
    message.from[0].address == 'hello@example.com'
    message.from[0].personal == name

    where:
    what           | from                                   || name
    'quotes'       | 'The "Best" Shop <hello@example.com>'  || 'The "Best" Shop'
    'a comma'      | '"Shop, The" <hello@example.com>'      || 'Shop, The'
    'brackets'     | 'Shop (EU) <hello@example.com>'        || 'Shop (EU)'
    'an umlaut'    | 'Müller <hello@example.com>'           || 'Müller'
    'nothing'      | 'hello@example.com'                    || null
  }

  def "the same mail is the same bytes, also after it was stored"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Grüße', '<p>ü</p>' * 1000, text)

    expect:
    MailBytes.unpack(MailBytes.pack(mail)) == mail
    Mime.of(MailBytes.unpack(MailBytes.pack(mail))).bytes() == Mime.of(mail).bytes()
    MailBytes.pack(mail).length() < 1000

    where:
    text << ['ü' * 1000, null]
  }

  def "the idempotency key is stable and says nothing"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', 'x', null)

    expect:
    mail.idempotencyKey() ==~ /[0-9a-f]{64}/
    mail.idempotencyKey() == new OutgoingMail(ID, DATE.plusSeconds(1), 'hello@example.com', 'b@c.de', 'Ho', 'y', 'z').idempotencyKey()
  }

  private static MimeMessage parsed(OutgoingMail mail) {
    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(Mime.of(mail).bytes()))
  }

  private static String body(part) {
    part.content.toString().replace('\r\n', '\n')
  }
}
