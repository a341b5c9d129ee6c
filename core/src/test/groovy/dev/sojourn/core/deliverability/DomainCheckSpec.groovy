package dev.sojourn.core.deliverability

import static dev.sojourn.core.deliverability.Finding.Level.ERROR
import static dev.sojourn.core.deliverability.Finding.Level.OK
import static dev.sojourn.core.deliverability.Finding.Level.WARNING

import java.security.KeyPairGenerator
import spock.lang.Specification

/** What the public records of a sending domain are worth. */
class DomainCheckSpec extends Specification {

  static final GOOD_SPF = 'v=spf1 include:amazonses.com ~all'
  static final GOOD_DMARC = 'v=DMARC1; p=reject; rua=mailto:d@example.com'

  def "a domain with the three records as they should be is fine"() {
    expect:
    check([GOOD_SPF, 'google-site-verification=x'], [GOOD_DMARC], [main: [key(2048)]])*.level == [OK, OK, OK]
  }

  def "SPF records #texts are #level, since #why"() {
    expect:
    with(check(texts, [GOOD_DMARC], [:])[0]) {
      it.about == 'SPF'
      it.level == level
      it.text.contains(why)
    }

    where:
    texts                                        || level   | why
    []                                           || WARNING | "no record that begins 'v=spf1'"
    ['v=spf10 -all']                             || WARNING | 'no record'
    [GOOD_SPF, 'v=spf1 -all']                    || ERROR   | '2 records'
    ['v=spf1 +all']                              || ERROR   | 'lets everybody send'
    ['v=spf1 mx all']                            || ERROR   | 'lets everybody send'
    ['v=spf1 include:a.example']                 || WARNING | 'forbids nobody'
    ['v=spf1 ?all']                              || WARNING | 'forbids nobody'
    ['v=spf1 redirect=_spf.example.com']         || OK      | 'says who may send'
    ['V=SPF1 MX -ALL']                           || OK      | 'says who may send'
    ['v=spf1 ' + 'include:a.example ' * 11 + '-all'] || ERROR | '11 look-ups'
    ['v=spf1 ip4:192.0.2.0/24 ' + 'a ' * 10 + '-all'] || OK  | 'says who may send'
  }

  def "a DKIM key that is #what is #level"() {
    expect:
    with(check([GOOD_SPF], [GOOD_DMARC], [main: texts])[1]) {
      it.about == 'DKIM main'
      it.level == level
      it.text.contains(why)
    }

    where:
    what                 | texts                         || level   | why
    'missing'            | []                            || ERROR   | 'has no key'
    'no key record'      | ['hello']                     || ERROR   | 'has no key'
    'there twice'        | [key(2048), key(2048)]        || ERROR   | '2 keys'
    'revoked'            | ['v=DKIM1; k=rsa; p=']        || ERROR   | 'revoked'
    'not base64'         | ['v=DKIM1; p=§§']             || ERROR   | 'cannot be read'
    'not a key'          | ['v=DKIM1; p=AAAA']           || ERROR   | 'cannot be read'
    'of 512 bits'        | [key(512)]                    || ERROR   | '512 bits'
    'of 1024 bits'       | [key(1024)]                   || WARNING | 'use one of 2048'
    'of 2048 bits'       | [key(2048)]                   || OK      | '2048 bits'
    'cut by white space' | [key(2048).replace('MII', 'M I\tI')] || OK | '2048 bits'
    'elliptic'           | ['v=DKIM1; k=ed25519; p=abc'] || OK      | "kind 'ed25519'"
  }

  def "without a selector DKIM is not judged, and says what to do"() {
    expect:
    with(check([GOOD_SPF], [GOOD_DMARC], [:])[1]) {
      it.level == WARNING
      it.text.contains('--selector')
    }
  }

  def "DMARC records #texts are #level, since #why"() {
    expect:
    with(check([GOOD_SPF], texts, [:])[2]) {
      it.about == 'DMARC'
      it.level == level
      it.text.contains(why)
    }

    where:
    texts                                     || level   | why
    []                                        || ERROR   | 'has no record'
    ['v=spf1 -all']                           || ERROR   | 'has no record'
    [GOOD_DMARC, 'v=DMARC1; p=none']          || ERROR   | '2 records'
    ['v=DMARC1; p=none']                      || WARNING | "add 'rua'"
    ['v=DMARC1; p=none; rua=mailto:a@b.c']    || WARNING | 'only watches'
    ['v=DMARC1; p=Quarantine']                || OK      | 'quarantine'
    ['v=DMARC1; rua=mailto:a@b.c']            || ERROR   | "p=''"
    ['v=DMARC1; p=maybe']                     || ERROR   | "p='maybe'"
  }

  private static List<Finding> check(List<String> own, List<String> dmarc, Map<String, List<String>> dkim) {
    DomainCheck.of(new MailRecords('example.com', own, dmarc, dkim))
  }

  private static String key(int bits) {
    def keys = KeyPairGenerator.getInstance('RSA')
    keys.initialize(bits)
    'v=DKIM1; k=rsa; p=' + keys.generateKeyPair().public.encoded.encodeBase64()
  }
}
