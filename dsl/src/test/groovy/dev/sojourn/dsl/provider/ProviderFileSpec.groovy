package dev.sojourn.dsl.provider

import dev.sojourn.dsl.compile.InvalidScript

class ProviderFileSpec extends DeclaringFileSpecification {
  String getWord() { 'provider' }

  String getLeast() { "send { mail -> post 'https://x', json: [a: 1] }" }

  static final String FILE = 'providers/acme.groovy'
  static final String GOOD = '''\
provider('acme') {
  secrets 'ACME_TOKEN'

  send { mail ->
    def tags = mail.tags.collect { name, value -> "$name=$value".toString() }
    post 'https://api.acme.example/send',
        headers: ['X-Token': secret('ACME_TOKEN'), 'X-Key': mail.idempotencyKey, 'X-None': null],
        json: [from: mail.fromEmail, to: [mail.to], subject: "Re: ${mail.subject}", text: mail.text, tags: tags]
  }

  accepted { answer -> answer.json.id }
  retryWhen { answer -> answer.status == 425 || answer.status >= 500 }
  refusedWhen { answer -> answer.json.ok == false }
  reason { answer -> answer.json.message }
}
'''

  @Override
  Object compile(String source) {
    ProviderFile.compile(FILE, 'acme', source)
  }

  def "a file says how a mail becomes a request"() {
    given:
    def service = ProviderFile.compile(FILE, 'acme', GOOD)

    expect:
    service.secrets() == ['ACME_TOKEN']

    when:
    def request = service.request(mail(), [ACME_TOKEN: 't'])

    then:
    request.url() == 'https://api.acme.example/send'
    request.headers() == ['X-Token': 't', 'X-Key': 'k' * 64]
    request.json().collectEntries { [it.key, it.value.toString()] } ==
        [from: 'hello@example.com', to: '[ada@example.com]', subject: 'Re: Hi', tags: '[template=welcome, category=journey]']
    request.form() == null
  }

  def "an answer #status #json: retried #retried, refused #refused"() {
    given:
    def service = ProviderFile.compile(FILE, 'acme', GOOD)
    def answer = answer(status, json)

    expect:
    service.retries(answer) == retried
    service.refuses(answer) == refused
    service.reason(answer) == json.message
    service.id(answer) == json.id

    where:
    status | json                         || retried | refused
    200    | [id: 'm-1']                  || false   | false
    200    | [ok: false, message: 'no']   || false   | true
    301    | [:]                          || false   | true
    422    | [message: 'no']              || false   | true
    425    | [:]                          || true    | true
    500    | [:]                          || true    | true
  }

  def "without further words success takes a mail, and an outage or too much to do is retried"() {
    given:
    def service = ProviderFile.compile(FILE, 'acme', "provider('acme') { send { mail -> post 'https://x', form: [to: mail.to] } }")

    expect:
    service.request(mail(), [:]).form() == [to: 'ada@example.com']
    service.id(answer(200, [id: 'x'])) == null
    [200, 299, 400, 429, 500].collect { service.retries(answer(it, [:])) } == [false, false, false, true, true]
    [199, 200, 299, 300, 404].collect { service.refuses(answer(it, [:])) } == [true, false, false, true, true]
  }

  def "a file with #what is refused at #place"() {
    when:
    ProviderFile.compile(FILE, 'acme', source)

    then:
    def refusal = thrown(InvalidScript)
    refusal.message.startsWith("$FILE:$place")
    refusal.message.contains(says)

    where:
    what                 | source                                                                           || place | says
    'no send'            | "provider('acme') { secrets 'A' }"                                               || 1     | 'how to send'
    'an unknown field'   | "provider('acme') {\n  send { mail ->\n    post 'https://x', json: [a: mail.bcc]\n  }\n}" || 3 | 'bcc'
    'an unknown option'  | "provider('acme') {\n  send { mail ->\n    post 'https://x', jsno: [a: 1]\n  }\n}" || 3    | 'jsno'
    'the machine inside' | "provider('acme') {\n  send { mail ->\n    System.exit(1)\n    post 'https://x', json: [a: 1]\n  }\n}" || '' | 'System'
    'a name of no kind'  | "provider('acme') {\n  secrets 'my token'\n}"                                    || 2     | 'my token'
  }

  def "what fails later says where: #body"() {
    given:
    def service = ProviderFile.compile(FILE, 'acme', "provider('acme') {\n  secrets 'A'\n  send { mail ->\n    $body\n  }\n}")

    when:
    service.request(mail(), [A: 'hush', B: 'other'])

    then:
    def failure = thrown(FileFailed)
    failure.message.startsWith("$FILE:4: ")
    failure.message.contains(says)
    !failure.message.contains('hush')

    where:
    body                                                || says
    "post 'https://x', json: [a: secret('B')]"           || "secret 'B' is not among secrets [A]"
    "post 'https://x', json: [a: 1], form: [a: '1']"      || 'json: or form:'
    "post 'https://x', headers: [:]"                      || 'json: or form:'
    "post 'https://x', json: [a: mail.subject.substring(99)]" || '99'
  }

  private MailView mail() {
    Stub(MailView) {
      getFromEmail() >> 'hello@example.com'
      getTo() >> 'ada@example.com'
      getSubject() >> 'Hi'
      getText() >> null
      getTags() >> [template: 'welcome', category: 'journey']
      getIdempotencyKey() >> 'k' * 64
    }
  }

  private AnswerView answer(int status, Map json) {
    Stub(AnswerView) {
      getStatus() >> status
      getJson() >> json
    }
  }
}
