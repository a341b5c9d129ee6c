package dev.sojourn.runtime.http

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class TemplateRoutesDatabaseSpec extends Specification {
  static final WELCOME = '''\
---
subject: Welcome, {{firstName}}
category: journey
preview: Three steps, {{firstName}}
props:
  firstName: {type: string, required: true}
examples:
  short: {firstName: Ada}
  long: {firstName: Augusta Ada}
---
<script>alert(1)</script><p>Hello {{firstName}}, see <a href="https://a.example/?x=1&amp;y=2">this</a></p>
'''

  @Shared
  @TempDir
  Path directory

  @Shared
  HttpFixture http

  def setupSpec() {
    Files.createDirectories(directory.resolve('templates/billing'))
    Files.writeString(directory.resolve('templates/welcome.html'), WELCOME)
    Files.writeString(directory.resolve('templates/billing/plain.html'), '---\nsubject: Plain\n---\n<p>{{oops}}</p>\n')
    http = new HttpFixture(TestDatabase.fresh(), directory)
  }

  def cleanupSpec() {
    http?.close()
  }

  def "templates are listed with what they say of themselves"() {
    when:
    def answer = http.get('/v1/admin/templates')

    then:
    answer.status == 200
    answer.json.total == 2
    answer.json.templates*.key == ['billing/plain', 'welcome']
    answer.json.templates*.defaultSubject == ['Plain', 'Welcome, {{firstName}}']
    answer.json.templates*.category == [null, 'journey']
    answer.json.templates*.hasPreview == [false, true]
    answer.json.templates*.examples == [[], ['short', 'long']]
  }

  def "a preview is the mail of the first example, of another, or of props: #query"() {
    when:
    def answer = http.get("/v1/admin/templates/welcome/preview$query")

    then:
    answer.status == 200
    with(answer.json) {
      key == 'welcome'
      subject == "Welcome, $name"
      category == 'journey'
      preview == "Three steps, $name"
      html.contains("<p>Hello $name, see <a href=\"https://a.example/?x=1&amp;y=2\">this</a></p>")
      text == "Hello $name, see this (https://a.example/?x=1&y=2)\n"
    }

    where:
    query                                             || name
    ''                                                || 'Ada'
    '?example=long'                                   || 'Augusta Ada'
    "?props=${base64([firstName: 'Grace'])}"          || 'Grace'
    "?example=long&props=${base64([other: '>>>???'])}" || 'Augusta Ada'
  }

  def "a preview can be had raw as #format, and runs nothing"() {
    when:
    def answer = http.get("/v1/admin/templates/welcome/preview?format=$format")

    then:
    answer.status == 200
    answer.header('content-type') == type
    answer.text.startsWith(start)
    answer.header('content-security-policy').startsWith("sandbox; default-src 'none';")
    !answer.header('content-security-policy').contains('script')

    where:
    format    || type                        | start
    'html'    || 'text/html; charset=utf-8'  | '<script>'
    'text'    || 'text/plain; charset=utf-8' | 'Hello Ada'
    'subject' || 'text/plain; charset=utf-8' | 'Welcome, Ada'
  }

  def "previews write nothing"() {
    when:
    http.get('/v1/admin/templates/welcome/preview')

    then:
    sends() == []
  }

  def "#method #path is answered with #status: #error"() {
    when:
    def answer = http.send(method, "/v1/admin/templates/$path", HttpFixture.ADMIN, body)

    then:
    answer.status == status
    answer.json.error.contains(error)
    sends() == []

    where:
    method | path                                  | body                                                 || status | error
    'GET'  | 'nothing/preview'                     | null                                                 || 404    | "no template 'nothing' is known"
    'GET'  | 'welcome/preview?example=none'        | null                                                 || 404    | "no example 'none' is known"
    'GET'  | 'welcome/preview?props=%21'           | null                                                 || 400    | 'props is no base64'
    'GET'  | "welcome/preview?props=${'x'.bytes.encodeBase64()}" | null                                   || 400    | 'props is no JSON'
    'GET'  | "welcome/preview?props=${'[1]'.bytes.encodeBase64()}" | null                                 || 400    | 'props is no JSON object'
    'GET'  | "welcome/preview?props=${base64([:])}" | null                                                || 500    | "required prop 'firstName' is missing"
    'GET'  | 'billing%2Fplain/preview'             | null                                                 || 500    | "billing/plain.html:4: template 'billing/plain' uses 'oops'"
    'GET'  | 'welcome/preview?format=pdf'          | null                                                 || 400    | "format 'pdf' is not one of json, html, text, subject"
    'POST' | 'nothing/send-test'                   | '{"to": "ada@example.com"}'                          || 404    | "no template 'nothing' is known"
    'POST' | 'welcome/send-test'                   | '{}'                                                 || 400    | 'to is missing'
    'POST' | 'welcome/send-test'                   | 'nonsense'                                           || 400    | 'the body is no JSON'
    'POST' | 'welcome/send-test'                   | '{"to": "nobody"}'                                   || 400    | "'nobody' is not a mail address"
    'POST' | 'welcome/send-test'                   | '{"to": "a@b.c\\r\\nBcc: x@y.z"}'                    || 400    | 'is not a mail address'
    'POST' | 'welcome/send-test'                   | '{"to": 5}'                                          || 400    | "to '5' is not a text"
    'POST' | 'welcome/send-test'                   | '{"to": "ada@example.com", "props": []}'             || 400    | "props '[]' is not an object"
    'POST' | 'welcome/send-test'                   | '{"to": "ada@example.com", "props": {}}'             || 400    | "required prop 'firstName' is missing"
  }

  def "a test is queued for its address, marked as such, and only for who may do everything"() {
    given:
    def reader = HttpFixture.await(http.keys.create('reader', [Scope.READ] as Set))

    expect:
    http.post('/v1/admin/templates/welcome/send-test', [to: 'ada@example.com'], reader).status == 403
    http.get('/v1/admin/templates', reader).status == 200
    sends() == []

    when:
    def answer = http.post('/v1/admin/templates/welcome/send-test', [to: 'Ada <ada@example.com>', props: [firstName: 'Grace']])

    then:
    answer.status == 202
    answer.json.status == 'queued'
    http.database.publicIds().id(answer.json.emailSendId).asLong == sends()[0][0]
    sends()[0][1..3] == ['queued', 'welcome', 'transactional']
    Json.read(sends()[0][4]) == [test: true, skipPreferenceCheck: true, to: 'ada@example.com', props: [firstName: 'Grace']]
  }

  private List<List> sends() {
    HttpFixture.await(http.database.run('select id, status, template, category, request from sends'))
        .collect { row -> (0..4).collect { row.getValue(it) } }
  }

  private static String base64(Map props) {
    URLEncoder.encode(Json.write(props).bytes.encodeBase64().toString(), 'UTF-8')
  }
}
