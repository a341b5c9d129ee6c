package dev.sojourn.core.preference

import java.nio.charset.StandardCharsets
import java.time.Duration
import java.time.Instant
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.Specification

class TokensSpec extends Specification {
  static final Instant NOW = Instant.parse('2026-01-30T00:00:00Z')
  static final Instant EXP = Instant.ofEpochSecond(1769817600)
  static final Grant GRANT = new Grant('u1', 'a@b.co', Grant.Action.UNSUBSCRIBE, EXP, 'product-updates')
  static final String GOLDEN =
      'eyJleHRlcm5hbElkIjoidTEiLCJlbWFpbCI6ImFAYi5jbyIsImFjdGlvbiI6InVuc3Vic2NyaWJlIiwiZXhwIjoxNzY5ODE3NjAwLCJjYXRlZ29yeSI6InByb2R1Y3QtdXBkYXRlcyJ9.KEK2h2-ymF5wTKzZQsBwEuEIBNZkRd6Babx-ziwvlw4'

  def tokens = new Tokens('test-secret', [])

  def "the token of a grant is the golden one, and is read back"() {
    expect:
    tokens.sign(GRANT) == GOLDEN
    tokens.read(GOLDEN, NOW).get() == GRANT
  }

  def "a grant of #grant survives"() {
    expect:
    tokens.read(tokens.sign(grant), NOW).get() == grant

    where:
    grant << [
      new Grant('', 'a@b.co', Grant.Action.MANAGE, EXP, null),
      GRANT.withAction(Grant.Action.RESUBSCRIBE),
      new Grant('Jürgen "x"\n', 'jürgen@müller.de', Grant.Action.UNSUBSCRIBE, EXP, 'news'),
    ]
  }

  def "a token is worth nothing from its last second on"() {
    expect:
    tokens.read(GOLDEN, EXP.minusMillis(1)).present
    tokens.read(GOLDEN, EXP).empty
    tokens.read(GOLDEN, EXP.plusSeconds(1)).empty
  }

  def "tokens of an earlier secret are good while it is named, and new ones are signed with the new one"() {
    given:
    def rotated = new Tokens('newer', ['older', 'test-secret'])

    expect:
    rotated.read(GOLDEN, NOW).get() == GRANT
    tokens.read(rotated.sign(GRANT), NOW).empty
    new Tokens('newer', []).read(GOLDEN, NOW).empty
  }

  def "#what is no token"() {
    expect:
    tokens.read(token, NOW).empty

    where:
    what                      | token
    'nothing'                 | null
    'an empty text'           | ''
    'a dot'                   | '.'
    'a payload alone'         | GOLDEN.split(/\./)[0]
    'a payload with a dot'    | GOLDEN.split(/\./)[0] + '.'
    'a signature alone'       | '.' + GOLDEN.split(/\./)[1]
    'another payload'         | 'x' + GOLDEN
    'another signature'       | GOLDEN[0..-2] + 'A'
    'a longer signature'      | GOLDEN + 'A'
    'a padded signature'      | GOLDEN + '='
    'more parts'              | GOLDEN + '.x'
    'a NUL in it'             | GOLDEN + '\0'
    'a lone surrogate in it'  | GOLDEN + '\ud800'
    'a very long text'        | 'a' * 5000 + '.' + 'b' * 43
  }

  def "what is signed but says #json grants nothing"() {
    expect:
    tokens.read(signed(json), NOW).empty

    where:
    json << [
      '[]', '7', 'null', '{', '', '[' * 3000, '{"a":' * 600 + '1' + '}' * 600,
      '{"externalId":"u","email":"a@b.co","action":"unsubscribe"}',
      '{"externalId":"u","email":"a@b.co","action":"unsubscribe","exp":"1769817600"}',
      '{"externalId":"u","email":"a@b.co","action":"delete","exp":1769817600}',
      '{"externalId":"u","email":"a@b.co","action":7,"exp":1769817600}',
      '{"externalId":7,"email":"a@b.co","action":"manage","exp":1769817600}',
      '{"externalId":"u","email":null,"action":"manage","exp":1769817600}',
      '{"externalId":"u\\u0000","email":"a@b.co","action":"manage","exp":1769817600}',
      '{"externalId":"u\\ud800","email":"a@b.co","action":"manage","exp":1769817600}',
      '{"externalId":"u","email":"a@b.co","action":"manage","exp":1769817600,"category":["x"]}',
      '{"externalId":"u","email":"a@b.co","action":"manage","exp":99999999999999999}',
      '{"externalId":"u","email":"' + 'a' * 2000 + '","action":"manage","exp":1769817600}',
    ]
  }

  def "secrets are not shown"() {
    expect:
    !new Tokens('hush', ['hush']).toString().contains('hush')
  }

  def "a mail's links leave its category and lead to all there is, for as long as they last"() {
    given:
    def links = new MailLinks('https://x.co', tokens, Duration.ofDays(730))

    when:
    def of = links.of('u1', 'a@b.co', 'news', NOW.plusNanos(5))

    then:
    of.unsubscribe().startsWith('https://x.co/v1/email/unsubscribe?token=')
    of.preferences().startsWith('https://x.co/v1/email/preferences?token=')
    tokens.read(of.unsubscribe().split('=')[1], NOW).get() ==
        new Grant('u1', 'a@b.co', Grant.Action.UNSUBSCRIBE, NOW.plus(Duration.ofDays(730)), 'news')
    tokens.read(of.preferences().split('=')[1], NOW).get() ==
        new Grant('u1', 'a@b.co', Grant.Action.MANAGE, NOW.plus(Duration.ofDays(730)), null)
    of.headers().collect { name, value -> "$name: $value".toString() } ==
        ["List-Unsubscribe: <${of.unsubscribe()}>".toString(), 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']
  }

  private static String signed(String json) {
    def encoder = Base64.urlEncoder.withoutPadding()
    def payload = encoder.encodeToString(json.getBytes(StandardCharsets.UTF_8))
    def mac = Mac.getInstance('HmacSHA256')
    mac.init(new SecretKeySpec('test-secret'.bytes, 'HmacSHA256'))
    payload + '.' + encoder.encodeToString(mac.doFinal(payload.bytes))
  }
}
