package dev.sojourn.runtime.ingest

import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.event.EventProperties
import dev.sojourn.runtime.event.Source
import java.nio.charset.StandardCharsets
import java.time.Instant
import java.time.InstantSource
import spock.lang.Specification

class NewEventReaderSpec extends Specification {
  static final Instant NOW = Instant.parse('2026-03-01T12:00:00Z')

  def reader = new NewEventReader(InstantSource.fixed(NOW))

  def "a whole event is read field by field"() {
    when:
    def event = read('''
        {"name": "order.paid", "userId": "ada", "email": " Ada@Example.COM ", "anonymousId": "a-1",
         "eventProperties": {"total": 12.50, "items": [{"sku": "x"}]},
         "contactProperties": {"plan": "pro", "old": null, "tags": ["a", null]},
         "idempotencyKey": "k1", "timestamp": "2026-03-01T14:00:00+02:00", "lists": {"news": true}}''')

    then:
    event.name() == 'order.paid'
    event.keys() == [key(KeyKind.EXTERNAL, 'ada'), key(KeyKind.EMAIL, 'ada@example.com'), key(KeyKind.ANONYMOUS, 'a-1')]
    event.properties() == '{"total": 12.50, "items": [{"sku": "x"}]}'
    event.contactProperties() == [plan: 'pro', old: null, tags: ['a', null]]
    event.idempotencyKey() == 'k1'
    event.occurredAt() == NOW
    event.source() == Source.API
  }

  def "the header's idempotency key wins over the body's"() {
    expect:
    read('{"name": "e", "userId": "u", "idempotencyKey": "body"}', 'header').idempotencyKey() == 'header'
  }

  def "what is null is as good as missing"() {
    when:
    def event = read('''{"name": "e", "userId": "u", "email": null, "anonymousId": null, "timestamp": null,
        "eventProperties": null, "contactProperties": null, "value": null, "currency": "eur", "idempotencyKey": null}''')

    then:
    event.keys() == [key(KeyKind.EXTERNAL, 'u')]
    event.properties() == null
    event.contactProperties() == [:]
    event.idempotencyKey() == null
    event.occurredAt() == null
  }

  def "the last of two fields of one name wins"() {
    expect:
    read('{"name": "a", "name": "b", "userId": "u", "eventProperties": {"x": 1}, "eventProperties": {"y": 2}}')
        .with { [name(), properties()] } == ['b', '{"y": 2}']
  }

  def "reserved properties are dropped and the others kept as written: #bag"() {
    expect:
    read('{"name": "e", "userId": "u", "eventProperties": ' + bag + '}').properties() == kept

    where:
    bag                                                       || kept
    '{"__a": 1, "b": 2}'                                      || '{"b": 2}'
    '{"b": "é,}", "__a": {"b": [1, {"c": "}"}]}, "d": [1]}'   || '{"b": "é,}","d": [1]}'
    '{"__a": "x"}'                                            || '{}'
    '{ "a" : 1.50 , "__b":null, "c":-1e3,"__d":true , "e":1}' || '{"a" : 1.50,"c":-1e3,"e":1}'
    '{"a": {"__b": 1}}'                                       || '{"a": {"__b": 1}}'
  }

  def "value and currency are kept under reserved names"() {
    expect:
    read('{"name": "e", "userId": "u", "value": ' + value + ', "currency": "eur", "eventProperties": ' + bag + '}')
        .properties() == kept

    where:
    value  | bag          || kept
    '12.5' | 'null'       || '{"__value":12.5,"__currency":"EUR"}'
    '3'    | '{"a": 1}'   || '{"a": 1,"__value":3,"__currency":"EUR"}'
    '3'    | '{ }'        || '{"__value":3,"__currency":"EUR"}'
  }

  def "#why is refused with 400, naming #field"() {
    when:
    read(body)

    then:
    def refusal = thrown(Rejected)
    refusal.status() == 400
    refusal.message.contains(field)
    !refusal.message.contains('Exception')

    where:
    why                             | field               | body
    'an empty body'                 | 'the body'          | ''
    'no JSON'                       | 'the body'          | 'hello'
    'half of an object'             | 'the body'          | '{"name": "e", "userId": "u"'
    'an unclosed text'              | 'the body'          | '{"name": "e", "userId": "u'
    'a trailing comma'              | 'the body'          | '{"name": "e", "userId": "u",}'
    'an array'                      | 'the body'          | '[]'
    'a text'                        | 'the body'          | '"name"'
    'something after the object'    | 'the body'          | '{"name": "e", "userId": "u"} {}'
    'a raw control character'       | 'the body'          | '{"name": "e", "userId": "u\n"}'
    'no name'                       | 'name'              | '{"userId": "u"}'
    'a name that is null'           | 'name'              | '{"name": null, "userId": "u"}'
    'an empty name'                 | 'name'              | '{"name": "", "userId": "u"}'
    'a numeric name'                | 'name'              | '{"name": 7, "userId": "u"}'
    'a name too long'               | 'name'              | json(name: 'n' * 201, userId: 'u')
    'a name with NUL'               | 'name'              | '{"name": "e\\u0000", "userId": "u"}'
    'a name with a half surrogate'  | 'name'              | '{"name": "e\\ud83d", "userId": "u"}'
    'a reserved name'               | "'journey:exited'"  | '{"name": "journey:exited", "userId": "u"}'
    'the name of an entry by date'  | "'start:renewal'"   | '{"name": "start:renewal", "userId": "u"}'
    'a reserved name with a dot'    | "'email.clicked'"   | '{"name": "email.clicked", "userId": "u"}'
    'nobody'                        | 'userId'            | '{"name": "e"}'
    'nobody but a browser'          | 'userId or email'   | '{"name": "e", "anonymousId": "a"}'
    'an empty userId'               | 'userId'            | '{"name": "e", "userId": ""}'
    'a userId too long'             | 'userId'            | json(name: 'e', userId: 'u' * 201)
    'a userId with NUL'             | 'userId'            | '{"name": "e", "userId": "\\u0000"}'
    'a numeric userId'              | 'userId'            | '{"name": "e", "userId": 12}'
    'an anonymousId too long'       | 'anonymousId'       | json(name: 'e', userId: 'u', anonymousId: 'a' * 201)
    'an e-mail without a domain'    | 'email'             | '{"name": "e", "email": "ada"}'
    'an e-mail without a dot'       | 'email'             | '{"name": "e", "email": "ada@localhost"}'
    'an e-mail with a line break'   | 'email'             | '{"name": "e", "email": "a@b.de\\r\\nBcc: x@y.de"}'
    'an e-mail with a NUL'          | 'email'             | '{"name": "e", "email": "a\\u0000@b.de"}'
    'two e-mails'                   | 'email'             | '{"name": "e", "email": "a@b.de,c@d.de"}'
    'an e-mail too long'            | 'email'             | json(name: 'e', email: 'a' * 320 + '@b.de')
    'a wrong time'                  | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": "yesterday"}'
    'a time without an offset'      | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": "2026-03-01T12:00:00"}'
    'a time as a number'            | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": 1}'
    'a time in the future'          | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": "2026-03-02T12:00:01Z"}'
    'a time far in the future'      | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": "+999999999-01-01T00:00:00Z"}'
    'a time before time'            | 'timestamp'         | '{"name": "e", "userId": "u", "timestamp": "-4800-01-01T00:00:00Z"}'
    'a long idempotency key'        | 'idempotencyKey'    | json(name: 'e', userId: 'u', idempotencyKey: 'k' * 256)
    'an idempotency key with NUL'   | 'idempotencyKey'    | '{"name": "e", "userId": "u", "idempotencyKey": "\\u0000"}'
    'properties that are a list'    | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": []}'
    'properties that are a text'    | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": "x"}'
    'properties that are too large' | 'eventProperties'   | json(name: 'e', userId: 'u', eventProperties: [a: 'x' * 262_144])
    'a half surrogate in a value'   | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": {"a": "\\ud83d"}}'
    'a half surrogate in a name'    | 'surrogate'         | '{"name": "e", "userId": "u", "eventProperties": {"\\ude00": 1}}'
    'two first halves'              | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": {"a": "\\ud83d\\ud83d"}}'
    'a number beyond all bounds'    | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": {"a": [1e99999]}}'
    'an exponent beyond an int'     | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": {"a": 1e99999999999}}'
    'a number of 1 001 digits'      | 'eventProperties'   | '{"name": "e", "userId": "u", "eventProperties": {"a": ' + '1' * 1001 + '}}'
    'not a number'                  | 'the body'          | '{"name": "e", "userId": "u", "eventProperties": {"a": NaN}}'
    'deep nesting'                  | 'deeper'            | '{"name": "e", "userId": "u", "eventProperties": {"a": ' + '[' * 31 + ']' * 31 + '}}'
    'very deep nesting'             | 'deeper'            | '{"x": ' + '[' * 100_000
    'contact properties as a list'  | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": [1]}'
    'a contact property with NUL'   | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": "\\u0000"}}'
    'NUL in a list of a property'   | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": ["\\u0000"]}}'
    'NUL in a property name'        | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"\\u0000": 1}}'
    'a half surrogate there'        | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": "\\udc00"}}'
    'a number no jsonb can hold'    | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": 1e200000}}'
    'a number of 101 digits there'  | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": [' + '1' * 101 + ']}}'
    'an exponent of 100 there'      | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": 1e100}}'
    'no finite double there'        | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": 1e400}}'
    'a fraction of 100 digits'      | 'contactProperties' | '{"name": "e", "userId": "u", "contactProperties": {"a": 1e-100}}'
    'a name of 201 characters'      | 'contactProperties' | json(name: 'e', userId: 'u', contactProperties: [('n' * 201): 1])
    'such a name further in'        | 'contactProperties' | json(name: 'e', userId: 'u', contactProperties: [a: [('n' * 201): 1]])
    'contact properties too large'  | 'contactProperties' | json(name: 'e', userId: 'u', contactProperties: [a: 'x' * 262_144])
    'a value that is a text'        | 'value'             | '{"name": "e", "userId": "u", "value": "12"}'
    'a value beyond all bounds'     | 'value'             | '{"name": "e", "userId": "u", "value": 1e5000}'
    'a currency of two letters'     | 'currency'          | '{"name": "e", "userId": "u", "value": 1, "currency": "EU"}'
    'a currency of digits'          | 'currency'          | '{"name": "e", "userId": "u", "value": 1, "currency": "978"}'
  }

  def "a property of a contact may have a long name and a long number"() {
    given:
    def name = 'n' * 200
    def number = '1' * 100

    expect:
    read("""{"name": "e", "userId": "u", "contactProperties": {"$name": $number, "small": 1e-99, "zero": 0}}""").contactProperties() ==
        [(name): new BigDecimal(number), small: new BigDecimal('1e-99'), zero: BigDecimal.ZERO]
  }

  def "a body of a megabyte is fine, and one over it is refused with 413"() {
    given:
    def rest = 1_048_576 - json(name: 'e', userId: 'u', other: '').length()

    expect:
    read(json(name: 'e', userId: 'u', other: 'x' * rest)).name() == 'e'

    when:
    read(json(name: 'e', userId: 'u', other: 'x' * (rest + 1)))

    then:
    def refusal = thrown(Rejected)
    refusal.status() == 413
  }

  def "bytes that are no UTF-8 are refused: #why"() {
    given:
    def head = '{"name": "e", "userId": "u", "eventProperties": {"a": "'.getBytes(StandardCharsets.UTF_8)
    def tail = '"}}'.getBytes(StandardCharsets.UTF_8)

    when:
    reader.read([*head, *bytes.collect { it as byte }, *tail] as byte[], sender(null))

    then:
    def refusal = thrown(Rejected)
    refusal.status() == 400

    where:
    why                       | bytes
    'a lone byte'             | [0xff]
    'an overlong NUL'         | [0xc0, 0x80]
    'an encoded surrogate'    | [0xed, 0xa0, 0x80]
    'a cut sequence'          | [0xe2, 0x82]
  }

  def "another encoding of Unicode is refused, not misread"() {
    when:
    reader.read('{"name": "e", "userId": "u", "eventProperties": {"a": 1}}'.getBytes('UTF-16BE'), sender(null))

    then:
    def refusal = thrown(Rejected)
    refusal.status() == 400
  }

  def "ten thousand properties are fine"() {
    given:
    def bag = (1..10_000).collectEntries { ["p$it".toString(), it] }

    when:
    def event = read(json(name: 'e', userId: 'u', eventProperties: bag))

    then:
    event.properties().count(',') == 9_999
    new EventProperties(event.properties()).scalars().p100 == 100
  }

  def "nesting of thirty-two levels is fine"() {
    expect:
    read('{"name": "e", "userId": "u", "eventProperties": {"a": ' + '[' * 30 + ']' * 30 + '}}').properties()
  }

  def "NUL in an event property stays in the store and is hidden from journeys"() {
    when:
    def event = read('{"name": "e", "userId": "u", "eventProperties": {"a\\u0000": "x\\u0000y", "b": "\\\\u0000"}}')

    then:
    event.properties().contains('\\u0000')
    new EventProperties(event.properties()).scalars() == [a: 'xy', b: '\\u0000']
  }

  def "whole surrogate pairs and text beyond ASCII are kept"() {
    expect:
    read('{"name": "e", "userId": "ünï", "eventProperties": {"a": "\\ud83d\\ude00", "b": "😀é"}}')
        .with { [keys()[0].value(), properties()] } == ['ünï', '{"a": "\\ud83d\\ude00", "b": "😀é"}']
  }

  def "the service may use reserved names"() {
    expect:
    reader.read(bytes('{"name": "journey:exited", "userId": "u"}'), new Sender(0, Source.STUDIO, true, null)).name() ==
        'journey:exited'
  }

  private NewEvent read(String body, String header = null) {
    reader.read(bytes(body), sender(header))
  }

  private static Sender sender(String header) {
    new Sender(0, Source.API, false, header)
  }

  private static byte[] bytes(String body) {
    body.getBytes(StandardCharsets.UTF_8)
  }

  private static IdentityKey key(KeyKind kind, String value) {
    new IdentityKey(0, kind, value)
  }

  private static String json(Map fields) {
    dev.sojourn.core.replay.Json.write(fields)
  }
}
