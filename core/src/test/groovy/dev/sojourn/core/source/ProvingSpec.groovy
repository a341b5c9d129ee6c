package dev.sojourn.core.source

import dev.sojourn.dsl.source.Proof
import java.time.Instant
import java.util.function.Function
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.Specification

class ProvingSpec extends Specification {
  static final AT = 1767225600L
  static final SVIX = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
  static final SVIX_BODY = '{"id":"msg_1","type":"contact.deleted","timestamp":"2026-01-01T00:00:00.000Z","data":{"id":"c1","externalId":null,"email":"a@b.co"}}'
  static final SVIX_SIGNATURE = 'v1,WEks5ohDzXZaQt6S1wK4VAe89o3rYyOQU19siWZG+ho='
  static final STRIPE = '45b40331de0325606dc5400202ade162460fbe48daf9401adfdcd0d7b4f35470'
  static final STRIPE_BODY = '{"id":"evt_1"}'
  static final SEGMENT = 'c39a862540981207e4453be45a9babf4dd36580f34b0b4a8a8d43ecdaf308905'

  def "the golden signature of Stripe, #seconds seconds later, is #good"() {
    expect:
    isProved(new Proof.Stripe('S'), [S: 'whsec_test'], STRIPE_BODY, ['Stripe-Signature': "t=$AT,v1=$STRIPE"], AT + seconds) == good

    where:
    seconds || good
    0       || true
    300     || true
    -300    || true
    301     || false
    -301    || false
  }

  def "a signature of Stripe '#header' is #good"() {
    expect:
    isProved(new Proof.Stripe('S'), [S: secret], STRIPE_BODY, ['stripe-signature': header]) == good

    where:
    header                     | secret             || good
    "t=$AT,v1=00,v1=$STRIPE"   | 'whsec_test'       || true
    "t=$AT, v0=zz, v1=$STRIPE" | 'whsec_test'       || true
    "t=$AT,v1=$STRIPE"         | 'other whsec_test' || true
    "t=$AT,v1=$STRIPE"         | 'other'            || false
    "t=${AT + 1},v1=$STRIPE"   | 'whsec_test'       || false
    "t=$AT,v0=$STRIPE"         | 'whsec_test'       || false
    "v1=$STRIPE"               | 'whsec_test'       || false
    "t=now,v1=$STRIPE"         | 'whsec_test'       || false
    ''                         | 'whsec_test'       || false
  }

  def "the golden hash of Segment is good in either case, and its body may not change"() {
    given:
    def proof = new Proof.Hmac('S', 'x-signature', Proof.Algorithm.SHA256, '')

    expect:
    isProved(proof, [S: 'segsecret'], '{"a":1}', ['X-Signature': SEGMENT])
    isProved(proof, [S: 'segsecret'], '{"a":1}', ['x-signature': SEGMENT.toUpperCase()])
    !isProved(proof, [S: 'segsecret'], '{"a":2}', ['x-signature': SEGMENT])
    !isProved(proof, [S: 'another'], '{"a":1}', ['x-signature': SEGMENT])
    !isProved(proof, [S: 'segsecret'], '{"a":1}', [:])
  }

  def "a hash with a prefix needs it"() {
    given:
    def proof = new Proof.Hmac('S', 'x-hub-signature', Proof.Algorithm.SHA1, 'sha1=')
    def mac = Mac.getInstance('HmacSHA1')
    mac.init(new SecretKeySpec('hush'.bytes, 'HmacSHA1'))
    def hash = mac.doFinal('{}'.bytes).encodeHex().toString()

    expect:
    isProved(proof, [S: 'hush'], '{}', ['X-Hub-Signature': "sha1=$hash"])
    !isProved(proof, [S: 'hush'], '{}', ['X-Hub-Signature': hash])
    !isProved(proof, [S: 'hush'], '{}', ['X-Hub-Signature': "sha256=$hash"])
  }

  def "the golden signature of Svix under headers #prefix, with the secret '#secret', is #good"() {
    given:
    def headers = ["$prefix-id": 'msg_1', "$prefix-timestamp": AT, "$prefix-signature": SVIX_SIGNATURE]

    expect:
    isProved(new Proof.Svix('S'), [S: secret], SVIX_BODY, headers) == good

    where:
    prefix    | secret           || good
    'svix'    | SVIX             || true
    'webhook' | SVIX             || true
    'svix'    | "whsec_!! $SVIX" || true
    'svix'    | 'no secret'      || false
    'other'   | SVIX             || false
  }

  def "a shared secret '#said' in #header is #good where #name is asked for"() {
    expect:
    isProved(new Proof.Match('S', name), [S: 'hush'], '{}', [(header): said]) == good

    where:
    header          | name       | said          || good
    'X-Secret'      | 'x-secret' | 'hush'        || true
    'X-Secret'      | 'x-secret' | 'hus'         || false
    'X-Secret'      | 'x-secret' | ''            || false
    'Authorization' | null       | 'Bearer hush' || true
    'Authorization' | null       | 'bearer hush' || true
    'Authorization' | null       | 'hush'        || false
    'X-Secret'      | null       | 'hush'        || false
  }

  def "without a secret nothing is signed, and what is only matched is open where it is trusted"() {
    expect:
    !isProved(new Proof.Stripe('S'), [:], STRIPE_BODY, ['stripe-signature': "t=$AT,v1=$STRIPE"], AT, true)
    !isProved(new Proof.Hmac('S', 'x', Proof.Algorithm.SHA256, ''), [:], '{}', [x: ''], AT, true)
    !isProved(new Proof.Svix('S'), [:], '{}', [:], AT, true)
    isProved(new Proof.Match('S', 'x'), [:], '{}', [:], AT, true)
    !isProved(new Proof.Match('S', 'x'), [:], '{}', [:], AT, false)
    !isProved(new Proof.Match('S', 'x'), [S: 'hush'], '{}', [x: 'guess'], AT, true)
  }

  def "one of several proofs is enough"() {
    given:
    def proofs = [new Proof.Svix('A'), new Proof.Match('B', 'x')]
    def hook = new Hook([x: 'hush'], '{}'.bytes)

    expect:
    new Proving(known([A: SVIX, B: 'hush']), false).isProved(proofs, hook, Instant.ofEpochSecond(AT))
    !new Proving(known([A: SVIX]), false).isProved(proofs, hook, Instant.ofEpochSecond(AT))
  }

  private static boolean isProved(Proof proof, Map secrets, String body, Map headers, long now = AT, boolean trusting = false) {
    def texts = headers.collectEntries { name, value -> [name.toString(), value.toString()] }
    new Proving(known(secrets), trusting).isProved([proof], new Hook(texts, body.bytes), Instant.ofEpochSecond(now))
  }

  private static Function<String, Optional<String>> known(Map secrets) {
    { String name -> Optional.ofNullable(secrets[name]?.toString()) } as Function
  }
}
