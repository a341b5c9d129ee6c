package dev.sojourn.dsl.source

import dev.sojourn.dsl.compile.InvalidScript
import dev.sojourn.dsl.provider.DeclaringFileSpecification
import dev.sojourn.dsl.provider.FileFailed
import dev.sojourn.dsl.source.Expected.Type
import dev.sojourn.dsl.source.Proof.Algorithm

class SourceFileSpec extends DeclaringFileSpecification {
  String getWord() { 'source' }

  String getLeast() { "match 'A'; transform { p, r -> null }" }

  static final String FILE = 'sources/forms.groovy'
  static final String GOOD = '''\
source('forms') {
  svix   'FORMS_SECRET'
  stripe 'FORMS_SECRET'
  hmac   'FORMS_HASH'
  hmac   'FORMS_HASH', header: 'x-hub-signature', algorithm: 'sha1', prefix: 'sha1='
  match  'FORMS_WORD'
  match  'FORMS_WORD', header: 'x-forms-secret'

  expects type: 'text', 'data.score': 'number?'

  transform { payload, raw ->
    if (payload.text('type') != 'answer') {
      return null
    }
    event "form.${payload.text('type')}",
        userId: payload.text('data.user'),
        email: payload.text('data.email'),
        eventProperties: [score: payload.number('data.score'), note: "as ${payload.text('type')}"],
        contactProperties: [score: payload.number('data.score')],
        idempotencyKey: "forms:${raw.header('x-delivery')}",
        timestamp: payload.number('at')
  }
}
'''

  @Override
  Object compile(String source) {
    SourceFile.compile('sources/acme.groovy', 'acme', source)
  }

  static final HookView RAW = [header: { String name -> name == 'x-delivery' ? '7' : null }, getText: { '' }, getDigest: { 'd' }] as HookView

  def "a file says who may send, what it expects, and what event a webhook is"() {
    given:
    def source = SourceFile.compile(FILE, 'forms', GOOD)

    expect:
    source.proofs() == [
        new Proof.Svix('FORMS_SECRET'), new Proof.Stripe('FORMS_SECRET'),
        new Proof.Hmac('FORMS_HASH', 'x-signature', Algorithm.SHA256, ''),
        new Proof.Hmac('FORMS_HASH', 'x-hub-signature', Algorithm.SHA1, 'sha1='),
        new Proof.Match('FORMS_WORD', null), new Proof.Match('FORMS_WORD', 'x-forms-secret')]
    source.expected() == [new Expected('type', Type.TEXT, false), new Expected('data.score', Type.NUMBER, true)]
    source.source() == GOOD

    and:
    source.event(new Payload([type: 'answer', at: at, data: [user: 'ada', score: 9]]), RAW) == new SourceEvent('form.answer', [
        userId: 'ada', eventProperties: [score: 9, note: 'as answer'], contactProperties: [score: 9],
        idempotencyKey: 'forms:7', timestamp: '2026-01-01T00:00:00Z'])

    and: 'what does not matter is null'
    source.event(new Payload([type: 'ping']), RAW) == null

    where:
    at << [1767225600, 1767225600000L]
  }

  def "#what is refused at line #line: #says"() {
    when:
    SourceFile.compile(FILE, 'forms', text)

    then:
    def refused = thrown(InvalidScript)
    refused.message.contains(says)
    line == '' || refused.message.contains("$FILE:$line:")

    where:
    what               | text                                                                                   || line | says
    'no proof'         | "source('forms') { transform { p, r -> null } }"                                       || 1    | 'prove who they are'
    'no transform'     | "source('forms') { match 'A' }"                                                        || 1    | 'what a webhook is'
    'a secret itself'  | "source('forms') {\n  match 'hush-hush'\n}"                                            || 2    | 'name of a setting'
    'another hash'     | "source('forms') {\n  hmac 'A', algorithm: 'md5'\n}"                                   || 2    | "'md5' is not sha256 or sha1"
    'an option'        | "source('forms') {\n  hmac 'A', haeder: 'x'\n}"                                        || 2    | 'haeder'
    'a type'           | "source('forms') {\n  expects type: 'string'\n}"                                       || 2    | "'string' of field 'type'"
    'a word inside'    | "source('forms') {\n  match 'A'\n  transform { p, r ->\n    evnet 'a', userId: 'b'\n  }\n}" || 4 | 'evnet'
    'a field inside'   | "source('forms') {\n  match 'A'\n  transform { p, r ->\n    event 'a', usreId: 'b'\n  }\n}" || 4 | 'usreId'
    'the machine'      | "source('forms') {\n  match 'A'\n  transform { p, r ->\n    System.exit(1)\n    null\n  }\n}" || '' | 'System'
  }

  def "the id '#id' cannot be one"() {
    when:
    SourceFile.compile("sources/${id}.groovy", id, "source('$id') { match 'A'; transform { p, r -> null } }")

    then:
    def refused = thrown(InvalidScript)
    refused.message.contains(says)

    where:
    id       || says
    'email'  || 'a path that is taken'
    'resend' || 'a path that is taken'
    'sms'    || 'a path that is taken'
    'crm'    || 'a path that is taken'
    'Forms'  || 'cannot stand in a URL'
    'a.b'    || 'cannot stand in a URL'
  }

  def "what fails in a file says where"() {
    given:
    def source = SourceFile.compile(FILE, 'forms', "source('forms') {\n  match 'A'\n  transform { payload, raw ->\n    event payload.text('x').trim(), userId: 'a'\n  }\n}")

    when:
    source.event(new Payload([:]), RAW)

    then:
    def failure = thrown(FileFailed)
    failure.message.startsWith("$FILE:4: ")
  }

  def "whatever a file throws is its failure: #statement"() {
    given:
    def source = SourceFile.compile(FILE, 'forms', "source('forms') {\n  match 'A'\n  transform { payload, raw ->\n    $statement\n    null\n  }\n}")

    when:
    source.event(new Payload([:]), RAW)

    then:
    def failure = thrown(FileFailed)
    failure.message == "$FILE:4: $said".toString()

    where:
    statement                               || said
    "assert payload.has('x')"               || "assert payload.has('x')"
    "assert payload.has('x') : 'no x'"      || "no x. Expression: payload.has(x)"
    "throw new Exception('no such type')"   || 'no such type'
    "throw new IOException('away')"         || 'away'
  }

  def "what fails while a file says what it is makes it invalid: #statement"() {
    when:
    SourceFile.compile(FILE, 'forms', "source('forms') {\n  $statement\n  match 'A'\n  transform { payload, raw -> null }\n}")

    then:
    def invalid = thrown(InvalidScript)
    invalid.message == "$FILE:2:1: $said".toString()

    where:
    statement                || said
    'assert 1 > 2'           || 'assert 1 > 2'
    "throw new Exception('x')" || 'x'
  }
}
