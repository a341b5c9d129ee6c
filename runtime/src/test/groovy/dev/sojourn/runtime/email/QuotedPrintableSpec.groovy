package dev.sojourn.runtime.email

import jakarta.mail.internet.MimeUtility
import java.nio.charset.StandardCharsets
import spock.lang.Specification

class QuotedPrintableSpec extends Specification {
  def "'#text' is written as '#written'"() {
    expect:
    written(text) == written

    where:
    text                   || written
    ''                     || ''
    'plain'                || 'plain'
    'a = b'                || 'a =3D b'
    'ü'                    || '=C3=BC'
    'one\ntwo\r\nthree\r'  || 'one\r\ntwo\r\nthree\r\n'
    '\n\r\n'               || '\r\n\r\n'
    'end \nand '           || 'end=20\r\nand=20'
    'two  \n'              || 'two =20\r\n'
    'tab\t\n'              || 'tab=09\r\n'
    '.\n..x\nFrom me\nFro' || '=2E\r\n=2E.x\r\n=46rom me\r\nFro'
    'x' * 76               || 'x' * 75 + '=\r\nx'
    'x' * 75 + '.'         || 'x' * 75 + '=\r\n=2E'
    'x' * 75 + 'From '     || 'x' * 75 + '=\r\n=46rom=20'
    'x' * 73 + 'ü'         || 'x' * 73 + '=\r\n=C3=BC'
  }

  def "any text is read as it was, from lines that nobody on the way changes (seed #seed)"() {
    given:
    def random = new Random(seed)
    def signs = ['a', ' ', '.', '=', 'From ', 'ü', '👋', '\n', '\t', 'x' * 70, '-', '\u2028', '\0']
    def text = (1..random.nextInt(300)).collect { signs[random.nextInt(signs.size())] }.join('')

    when:
    def encoded = written(text)

    then:
    MimeUtility.decode(new ByteArrayInputStream(encoded.bytes), 'quoted-printable').getText('UTF-8').replace('\r\n', '\n') == text
    encoded.split('\r\n', -1).every { it.length() <= 76 && !it.endsWith(' ') && !it.startsWith('.') && !it.startsWith('From ') }
    encoded.every { it == '\r' || it == '\n' || (it >= ' ' && it < '\u007f') }

    where:
    seed << (1..100)
  }

  private static String written(String text) {
    def out = new MimeOutput(1)
    QuotedPrintable.write(text, out)
    new String(out.toBytes(), StandardCharsets.US_ASCII)
  }
}
