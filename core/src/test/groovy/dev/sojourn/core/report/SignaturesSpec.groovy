package dev.sojourn.core.report

import java.time.Instant
import spock.lang.Specification

class SignaturesSpec extends Specification {
  static final SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
  static final OTHER = 'whsec_AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
  static final AT = 1767225600L
  static final GOOD = 'v1,WEks5ohDzXZaQt6S1wK4VAe89o3rYyOQU19siWZG+ho='
  static final BODY = '{"id":"msg_1","type":"contact.deleted","timestamp":"2026-01-01T00:00:00.000Z","data":{"id":"c1","externalId":null,"email":"a@b.co"}}'

  def "the golden signature is good"() {
    expect:
    isSigned()
  }

  def "what we sign has the golden signature"() {
    expect:
    Signatures.sign(SECRET, 'msg_1', Instant.ofEpochSecond(AT), BODY.bytes) == GOOD
  }

  def "it is good among others, and with a secret that is being changed"() {
    expect:
    isSigned(signatures: "v1,AAAA v1a,zzz $GOOD")
    isSigned(secrets: [OTHER, SECRET])
    isSigned(secrets: [SECRET, OTHER])
  }

  def "it is good within five minutes, either way: #seconds"() {
    expect:
    isSigned(now: AT + seconds) == good

    where:
    seconds | good
    300     | true
    -300    | true
    301     | false
    -301    | false
    360     | false
  }

  def "#what is refused"() {
    expect:
    !isSigned(options)

    where:
    what                       | options
    'a changed body'           | [body: BODY.replace('c1', 'c2')]
    'another id'               | [id: 'msg_2']
    'another time'             | [timestamp: (AT + 1).toString()]
    'a time that is none'      | [timestamp: 'now']
    'an empty time'            | [timestamp: '']
    'a changed signature'      | [signatures: GOOD.replace('WE', 'WF')]
    'another version'          | [signatures: GOOD.replace('v1,', 'v2,')]
    'no signature'             | [signatures: '']
    'another secret'           | [secrets: [OTHER]]
    'a house without a secret' | [secrets: []]
  }

  def "the login '#header' is #good"() {
    expect:
    Signatures.isLogin(header, 'hook', 's3cret') == good

    where:
    header                                                  | good
    'Basic ' + 'hook:s3cret'.bytes.encodeBase64()           | true
    'basic ' + 'hook:s3cret'.bytes.encodeBase64()           | true
    'Basic ' + 'hook:s3cres'.bytes.encodeBase64()           | false
    'Basic ' + 'hook:'.bytes.encodeBase64()                 | false
    'Bearer ' + 'hook:s3cret'.bytes.encodeBase64()          | false
    'Basic '                                                | false
    ''                                                      | false
  }

  private static boolean isSigned(Map options = [:]) {
    Signatures.isSigned(
        options.containsKey('secrets') ? options.secrets : [SECRET], options.id ?: 'msg_1',
        options.containsKey('timestamp') ? options.timestamp : AT.toString(),
        options.containsKey('signatures') ? options.signatures : GOOD,
        (options.body ?: BODY).bytes, Instant.ofEpochSecond(options.now ?: AT))
  }
}
