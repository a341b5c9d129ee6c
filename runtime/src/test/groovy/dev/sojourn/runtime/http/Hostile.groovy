package dev.sojourn.runtime.http

/** Requests that nobody well-meaning sends, made from the API's document. */
class Hostile {
  /** Stands in what is sent, and must stand in no log. */
  static final SECRET = 'hush-4711-hush'

  private static final Map<String, String> BODIES = [
      'nothing'            : '',
      'a space'            : ' ',
      'no JSON'            : '{"a":',
      'a list'             : '[1,2]',
      'a number'           : '12',
      'a text'             : '"text"',
      'null'               : 'null',
      'an empty object'    : '{}',
      'two values'         : '{} {}',
      'comments'           : '{/* no */}',
      'single quotes'      : "{'name':'x'}",
      'a byte order mark'  : '\uFEFF{"name":"x"}',
      'not a number'       : '{"value":NaN,"limit":Infinity}',
      'a bad escape'       : '{"name":"\\x41"}',
      'half a surrogate'   : '{"name":"\\ud800","userId":"\\udc00","to":"\\ud800"}',
      'a control character': '{"name":"a\u0001b"}',
      'deep lists'         : '{"eventProperties":' + '[' * 5_000 + ']' * 5_000 + '}',
      'deep objects'       : '{"props":' + '{"a":' * 5_000 + '1' + '}' * 5_000 + '}',
      'many names'         : '{' + (1..20_000).collect { "\"n$it\":$it" }.join(',') + '}',
      'a long name'        : '{"' + 'n' * 200_000 + '":1}',
      'a long text'        : '{"name":"' + 'x' * 200_000 + '","to":"' + 'x' * 200_000 + '"}',
      'too much'           : '{"name":"' + 'x' * (6 << 20) + '"}',
      'UTF-16'             : new String('{"name":"x"}'.getBytes('UTF-16'), 'ISO-8859-1'),
      'lines'              : '{"a":1}\n{"b":2}\n\u0000\n',
      'a form'             : 'a=%zz&b=%00&' + 'c=1&' * 1_000,
      'a part of a form'   : '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
      'rows'               : 'email,reason\na@b.c,bounced\na\u0000@b.c,bounced\n"a@b.c,"\n,,,,\n' + 'x' * 20_000 + ',bounced\n',
      'odd rows'           : 'a@b.c,bounced,x\u0000y\nz@b.c,unsubscribed,\u202e\n',
      'a secret'           : '{"name":{"key":"' + SECRET + '"},"token":"' + SECRET + '","to":"' + SECRET + '"}'
  ]

  private static final List VALUES = [
      null, true, -1, 0, 1e308, 'x', '', ' ', 'a\u0000b', '\u202e\u0000', 'x' * 5_000, [], [null], [[[]]], [:], ['': 1],
      ['a\u0000': 1], ['__proto__': [a: 1]], new BigInteger('9' * 400), new BigDecimal('1e-9999'),
      '2999-12-31T23:59:59Z', '-999999999-01-01T00:00:00Z', '1e400', "'; drop table contacts; --", '${jndi:ldap://x}', '😀' * 30
  ]

  private static final List<String> TYPES = ['application/json', 'text/plain', 'multipart/form-data', 'application/json; charset=utf-16', '/', 'x' * 500]

  private static final List<String> WORDS = ['%00', '%ff', '%F0%9F%98%80', '..%2f..%2fetc', '%25', "'%20or%201=1", 'x' * 4_000, '-1', '%E2%80%AE', '%ed%a0%80']

  /** One request. */
  static class Ask {
    String method
    String path
    String body
    String type
    String what

    @Override
    String toString() {
      "$method ${path.take(100)} with $what"
    }
  }

  /** All of them, for one operation of the document. */
  static List<Ask> of(String path, String method, Map operation, Closure<String> filled) {
    def good = filled(path, true)
    def verb = method.toUpperCase()
    def asks = BODIES.collect { what, body -> new Ask(method: verb, path: good, body: body, type: 'application/json', what: what) }
    asks += TYPES.collect { new Ask(method: verb, path: good, body: '{"name":"x"}', type: it, what: "the type '${it.take(40)}'") }
    asks += values(operation).collect { what, body -> new Ask(method: verb, path: good, body: body, type: 'application/json', what: what) }
    asks += WORDS.collectMany { word ->
      [new Ask(method: verb, path: path.replaceAll(/\{\w+}/, java.util.regex.Matcher.quoteReplacement(word)), what: 'a word in its path')] +
          (operation.parameters ?: []).findAll { it.in == 'query' }.collect {
            new Ask(method: verb, path: "${filled(path, false)}?${it.name}=$word".toString(), what: 'a word in its query')
          }
    }
    asks + [new Ask(method: verb, path: filled(path, false) + '?%zz&=&a[]=%00&' + 'q=1&' * 200, what: 'a broken query')]
  }

  /** Each field of the body's schema with each value, as JSON. */
  private static Map<String, String> values(Map operation) {
    def schema = operation.requestBody?.content?.get('application/json')?.schema
    def fields = schema?.properties ?: [:]
    def asks = [:]
    fields.each { name, inner ->
      VALUES.eachWithIndex { value, i ->
        def whole = fields.collectEntries { other, shape -> [other, fitting(other, shape)] } + [(name): value]
        asks["value $i in $name".toString()] = HttpFixture.JSON.writeValueAsString(whole)
      }
      def twice = HttpFixture.JSON.writeValueAsString([(name): fitting(name, inner)])
      asks["$name twice".toString()] = twice[0..-2] + ',' + twice[1..-1]
    }
    asks
  }

  /** Something that a schema allows. */
  private static Object fitting(String name, Map schema) {
    switch (schema.type) {
      case 'boolean': return true
      case 'integer': return 1
      case 'number': return 1.5
      case 'array': return [fitting(name, schema.items)]
      case 'object': return (schema.properties ?: [:]).collectEntries { inner, shape -> [inner, fitting(inner, shape)] }
      default: return schema.enum ? schema.enum[0] : schema.format ? '2026-01-31T09:00:00Z' : name in ['to', 'email'] ? 'ada@example.com' : 'welcome'
    }
  }
}
