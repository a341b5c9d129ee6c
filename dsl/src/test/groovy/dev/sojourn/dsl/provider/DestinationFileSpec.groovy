package dev.sojourn.dsl.provider

import dev.sojourn.dsl.compile.InvalidScript

class DestinationFileSpec extends DeclaringFileSpecification {
  String getWord() { 'destination' }

  String getLeast() { 'send { post url, json: [a: 1] }' }

  static final FILE = 'destinations/teams.groovy'
  static final GOOD = '''\
destination('teams') {
  send { message ->
    if (message.type == 'email.opened') {
      return null
    }
    def who = message.data.userId ?: 'somebody'
    post "$url/hook".toString(), headers: ['X-Room': config('room')], json: [text: "${message.type}: $who", id: message.id, at: message.timestamp]
  }

  acceptedWhen { answer -> answer.text == 'ok' }
}
'''

  @Override
  Object compile(String source) {
    DestinationFile.compile('destinations/acme.groovy', 'acme', source)
  }

  def "a file says how a message becomes a request"() {
    when:
    def asked = DestinationFile.compile(FILE, 'teams', GOOD).request(message('email.sent', [userId: 'ada']), 'https://teams.example', [room: 'r1']).get()

    then:
    asked.url() == 'https://teams.example/hook'
    asked.headers() == ['X-Room': 'r1']
    asked.json().collectEntries { [it.key, it.value.toString()] } == [text: 'email.sent: ada', id: 'msg_1', at: '2026-01-01T00:00:00.000Z']
  }

  def "null tells nothing"() {
    expect:
    DestinationFile.compile(FILE, 'teams', GOOD).request(message('email.opened'), 'https://teams.example', [:]).empty
  }

  def "it judges an answer of success"() {
    given:
    def file = DestinationFile.compile(FILE, 'teams', GOOD)

    expect:
    file.accepts(answer('ok'))
    !file.accepts(answer('no'))
    DestinationFile.compile(FILE, 'teams', "destination('teams') { send { post url, json: [a: 1] } }").accepts(answer('no'))
  }

  def "what fails in it says where"() {
    when:
    DestinationFile.compile(FILE, 'teams', GOOD).request(message('email.sent'), 'https://teams.example', [:])

    then:
    def failed = thrown(FileFailed)
    failed.message == "destinations/teams.groovy:7: the endpoint's config has no 'room'"
  }

  def "#what is refused when the file is read"() {
    when:
    DestinationFile.compile(FILE, 'teams', source)

    then:
    def refused = thrown(InvalidScript)
    refused.diagnostics()*.toString().any { it.startsWith(FILE + ':') && it.contains(said) }

    where:
    what                 | source                                                         || said
    'nothing to send'    | "destination('teams') { acceptedWhen { true } }"               || 'does not say how to send'
    'an unknown word'    | "destination('teams') { send { put url } }"                    || 'put'
    'a file'             | "destination('teams') { send { new File('/x'); null } }"       || "does not use 'File'"
  }

  private static MessageView message(String type, Map data = [:]) {
    [getId: { 'msg_1' }, getType: { type }, getTimestamp: { '2026-01-01T00:00:00.000Z' }, getData: { data }] as MessageView
  }

  private static AnswerView answer(String text) {
    [getStatus: { 200 }, getText: { text }, getJson: { [:] }] as AnswerView
  }
}
