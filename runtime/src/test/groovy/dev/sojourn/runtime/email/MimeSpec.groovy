package dev.sojourn.runtime.email

import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.mail.MailHeader
import dev.sojourn.core.mail.MailTag
import io.vertx.core.buffer.Buffer
import jakarta.mail.Session
import jakarta.mail.internet.InternetAddress
import jakarta.mail.internet.MimeMessage
import jakarta.mail.internet.MimeUtility
import java.nio.charset.StandardCharsets
import java.time.Instant
import spock.lang.Specification

class MimeSpec extends Specification {
  static final ID = '019a0000-0000-7000-8000-000000000001'
  static final DATE = Instant.parse('2026-03-01T12:00:00Z')

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

  def "a mail with #what has the parts that a reader expects"() {
    given:
    def files = names.collect { name, id -> Attachment.of(name, 'image/png', "of $name".bytes, id) }
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', '<p>Hi</p>', text, new MailExtras(null, [], [], files))

    expect:
    shape(parsed(mail)) == expected

    and: 'our own reader finds what is to be read'
    with(MailFile.read(ID, new String(Mime.of(mail).bytes(), StandardCharsets.US_ASCII))) {
      html() == '<p>Hi</p>'
      it.text() == text
    }

    where:
    what                      | text | names                        || expected
    'nothing'                 | 'Hi' | [:]                          || [alternative: ['plain', 'html']]
    'HTML alone'              | null | [:]                          || 'html'
    'a file'                  | 'Hi' | ['a.png': null]              || [mixed: [[alternative: ['plain', 'html']], 'attachment a.png']]
    'a picture'               | 'Hi' | ['a.png': 'a@x']             || [alternative: ['plain', [related: ['html', 'inline a.png <a@x>']]]]
    'both'                    | 'Hi' | ['a.png': 'a@x', 'b': null]  || [mixed: [[alternative: ['plain', [related: ['html', 'inline a.png <a@x>']]]], 'attachment b']]
    'both, and HTML alone'    | null | ['a.png': 'a@x', 'b': null]  || [mixed: [[related: ['html', 'inline a.png <a@x>']], 'attachment b']]
  }

  def "a file named '#name' arrives under that name, with its bytes"() {
    given:
    def bytes = new byte[size]
    new Random(size).nextBytes(bytes)
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', 'x', 'x',
        new MailExtras(null, [], [], [Attachment.of(name, 'application/octet-stream', bytes, null)]))

    when:
    def part = parsed(mail).content.getBodyPart(1)

    then:
    part.fileName == name
    part.inputStream.bytes == bytes
    part.contentType == 'application/octet-stream'
    lines(mail).findAll { it.length() > 78 } == []

    where:
    name                                  | size
    'plain.pdf'                           | 0
    'with space, and "quotes" \\.pdf'      | 1
    'Fahrkarte für Ada.pdf'               | 57
    '用户' * 60 + '.pdf'                    | 58
    'x' * 255                             | 10_000
    "it's=?UTF-8?B?eA==?=; a=b.txt"       | 3
    '%41%.txt'                            | 3
  }

  def "headers stay what they are, and long ones are folded"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'word ' * 30 + 'end', 'x', 'x',
        new MailExtras('Müller & Co <reply@bücher.example>', [new MailHeader('X-Long', long_), new MailHeader('X-Words', 'grün ' * 40), new MailHeader('X-Double', 'a  b   c ' * 6)],
            [], []))

    when:
    def message = parsed(mail)

    then:
    message.getHeader('X-Long')[0].replace('\r\n', '') == long_
    MimeUtility.decodeText(MimeUtility.unfold(message.getHeader('X-Words')[0])) == 'grün ' * 40
    message.getHeader('X-Double')[0].replace('\r\n', '') == 'a  b   c ' * 6
    message.subject == 'word ' * 30 + 'end'
    message.replyTo == [new InternetAddress('reply@xn--bcher-kva.example', 'Müller & Co', 'UTF-8')]
    message.allHeaderLines.toList()*.takeWhile { it != ':' }.findAll { it.startsWith('X-') } == ['X-Long', 'X-Words', 'X-Double']
    lines(mail).findAll { it.length() > 78 && it.strip().contains(' ') } == []

    where:
    long_ << ['<mailto:u@example.com?subject=unsubscribe>, <https://example.com/v1/email/unsubscribe?token=' + 'x' * 300 + '>', 'short', 'one two ' * 60 + 'end']
  }

  def "no text of a mail becomes a header or a part of its own"() {
    given:
    def nasty = '\r\n\r\n--=_' + ID + '\r\nBcc: eve@example.com\n\rX: y\u2028\u0085\0'
    def mail = new OutgoingMail(ID, DATE, "Shop $nasty".replaceAll('[\r\n\u2028\u0085]', ' ') + ' <hello@example.com>', 'ada@example.com', "Hi $nasty",
        "<p>$nasty</p>", "text $nasty", new MailExtras(null, [], [], [Attachment.of('--=_' + ID, 'text/plain', nasty.bytes, null)]))

    when:
    def message = parsed(mail)

    then:
    message.allHeaders.toList()*.name as Set ==
        ['Date', 'From', 'To', 'Message-ID', 'Subject', 'MIME-Version', 'Content-Type'] as Set
    shape(message) == [mixed: [[alternative: ['plain', 'html']], "attachment --=_$ID".toString()]]
    message.allRecipients == [new InternetAddress('ada@example.com')]
  }

  def "an address in other letters is written as it is, in UTF-8"() {
    when:
    def text = new String(Mime.of(new OutgoingMail(ID, DATE, 'hello@example.com', 'jürgen@bücher.example', 'Hi', 'x', 'x')).bytes(), StandardCharsets.UTF_8)

    then:
    text.contains('\r\nTo: jürgen@xn--bcher-kva.example\r\n')
  }

  def "a mail with tags says who sent it and about what, unless it says so itself"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'hello@a-rather-long-name.example.com', 'ada@example.com', 'Hi', 'x', 'x',
        new MailExtras(null, headers, tags.collect { new MailTag(it.key, it.value) }, []))

    expect:
    parsed(mail).getHeader('Feedback-ID')?.toList() == expected

    where:
    tags                                           | headers                                || expected
    [:]                                            | []                                     || null
    [template: 'welcome']                          | []                                     || ['welcome:::a-rather-long-n']
    [template: 'a:b', category: 'c d', x: 'é', y: 'z'] | []                                 || ['a-b:c-d:-:a-rather-long-n']
    [template: 'welcome']                          | [new MailHeader('feedback-id', 'own')] || ['own']
  }

  def "a mail with everything is the same after it was stored"() {
    given:
    def mail = ProviderContractSpec.rich(1)

    expect:
    MailBytes.unpack(MailBytes.pack(mail)) == mail
    Mime.of(MailBytes.unpack(MailBytes.pack(mail))).bytes() == Mime.of(mail).bytes()
    MailHead.of(MailBytes.pack(mail)) == new MailHead(mail.from(), mail.subject())
  }

  def "a mail that was stored in format 1 is read by every later release"() {
    given:
    def mail = new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', '<p>x</p>' * 4, null)
    def stored =
      '010000001168656c6c6f406578616d706c652e636f6d0000000248690000008bd10000002430313961303030302d050010370a00103805' +
      '00000f00030400ff293100000014323032362d30332d30315431323a30303a30305a0000000f616461406578616d706c652e636f6d0000' +
      '00203c703e783c2f703e08000513ff0100c0000000000000000000000000'

    expect:
    MailBytes.unpack(Buffer.buffer(HexFormat.of().parseHex(stored))) == mail
  }

  def "a mail of a format to come, or one that is cut off, is not guessed at"() {
    given:
    def stored = MailBytes.pack(new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Hi', 'x', 'y'))

    when:
    MailBytes.unpack(bytes(stored))

    then:
    thrown(IllegalStateException)

    where:
    bytes << [
      { Buffer.buffer() }, { Buffer.buffer([3] as byte[]) }, { it.copy().setByte(0, 2 as byte) }, { it.slice(0, 1) }, { it.slice(0, 20) },
      { it.slice(0, it.length() - 1) }, { it.copy().appendByte(0 as byte) }
    ]
  }

  def "the head of a stored mail is read from its beginning, and is unknown where that does not suffice"() {
    given:
    def stored = MailBytes.pack(new OutgoingMail(ID, DATE, 'hello@example.com', 'ada@example.com', 'Grüße', 'x', null))

    expect:
    MailHead.of(stored.slice(0, 40)) == new MailHead('hello@example.com', 'Grüße')
    MailHead.of(stored.slice(0, 30)) == MailHead.NONE
    MailHead.of(null) == MailHead.NONE
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

  private static List<String> lines(OutgoingMail mail) {
    new String(Mime.of(mail).bytes(), StandardCharsets.UTF_8).split('\r\n').toList()
  }

  /** The kinds of a message's parts, as they lie in each other. */
  private static Object shape(part) {
    if (part.isMimeType('multipart/*')) {
      def kind = part.contentType.find(/multipart\/(\w+)/) { it[1] }
      def parts = part.content
      return [(kind): (0..<parts.count).collect { shape(parts.getBodyPart(it)) }]
    }
    def id = part.getHeader('Content-ID')
    part.disposition ? "$part.disposition $part.fileName${id ? ' ' + id[0] : ''}".toString() : part.contentType.find(/text\/(\w+)/) { it[1] }
  }

  private static String body(part) {
    part.content.toString().replace('\r\n', '\n')
  }
}
