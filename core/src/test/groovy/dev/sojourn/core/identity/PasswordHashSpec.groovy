package dev.sojourn.core.identity

import java.text.Normalizer
import spock.lang.Specification

class PasswordHashSpec extends Specification {
  def random = new Random(7)

  def "'#password' makes the key of the published vector"() {
    expect:
    new PasswordHash(rounds, salt.bytes.encodeBase64().toString(), key.decodeHex().encodeBase64().toString()).matches(password)

    where: 'RFC 7914, section 11; the first block of each'
    password   | salt   | rounds || key
    'passwd'   | 'salt' | 1      || '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc'
    'Password' | 'NaCl' | 80_000 || '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56'
  }

  def "what is stored says how it was made, and knows its password again"() {
    given:
    def text = PasswordHash.of('correct horse', 1_000, random).text()

    expect:
    text ==~ /pbkdf2-sha256\$1000\$[A-Za-z0-9+\/]{22}==\$[A-Za-z0-9+\/]{43}=/
    PasswordHash.read(text).matches('correct horse')
    !PasswordHash.read(text).matches('correct horsf')
    !PasswordHash.read(text).toString().contains(text.split(/\$/)[3])
  }

  def "the same password has another hash each time"() {
    expect:
    PasswordHash.of('correct horse', 1, random).text() != PasswordHash.of('correct horse', 1, random).text()
    PasswordHash.ofNone(1, random).text() != PasswordHash.ofNone(1, random).text()
    !PasswordHash.ofNone(1, random).matches('')
  }

  def "a password is the same however its accents were typed"() {
    given:
    def composed = Normalizer.normalize('pässwörd', Normalizer.Form.NFC)
    def apart = Normalizer.normalize('pässwörd', Normalizer.Form.NFD)
    def hash = PasswordHash.of(composed, 1, random)

    expect:
    composed != apart
    hash.matches(apart)
  }

  def "'#text' is no stored hash"() {
    when:
    PasswordHash.read(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', 'secret', 'pbkdf2-sha256$x$a$b', 'scrypt$1$a$b', 'pbkdf2-sha256$1$a']
  }

  def "a password has 8 to 128 characters"() {
    expect:
    [7, 8, 128, 129].collect { PasswordHash.isFit('x' * it) } == [false, true, true, false]
  }
}
