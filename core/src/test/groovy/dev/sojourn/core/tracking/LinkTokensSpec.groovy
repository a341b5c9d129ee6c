package dev.sojourn.core.tracking

import spock.lang.Specification

class LinkTokensSpec extends Specification {
  def tokens = new LinkTokens('a secret')

  def "a link goes into a word and back: #link"() {
    when:
    def word = tokens.write(send, link).get()

    then:
    word ==~ /[A-Za-z0-9_-]+/
    tokens.read(word).get() == new LinkTokens.Signed(send, link)

    where:
    send           | link
    1L             | new Link(1, 'https://a.example/', null, [:])
    Long.MAX_VALUE | new Link(65535, 'https://a.example/?x=1&y=%20#z', null, [:])
    7L             | new Link(2, 'https://bücher.example/é😀', 'plan.chosen', [:])
    7L             | new Link(3, 'https://a.example', 'plan.chosen', [plan: 'pro', empty: '', 'é': 'ü'])
  }

  def "a word that is changed anywhere leads nowhere"() {
    given:
    def word = tokens.write(7, new Link(3, 'https://a.example/x', 'e', [a: 'b'])).get()
    def bytes = Base64.urlDecoder.decode(word)

    expect:
    (0..<bytes.length * 8).every { bit ->
      def forged = bytes.clone()
      forged[bit.intdiv(8)] = (byte) (forged[bit.intdiv(8)] ^ (1 << (bit % 8)))
      tokens.read(Base64.urlEncoder.withoutPadding().encodeToString(forged)).empty
    }
    (0..<bytes.length).every { tokens.read(Base64.urlEncoder.withoutPadding().encodeToString(Arrays.copyOf(bytes, it))).empty }
  }

  def "what this installation did not write is not read: #word"() {
    expect:
    tokens.read(word).empty

    where:
    word << ['', '.', 'https://evil.example', 'AAAA', '%00', 'A' * 5000, new LinkTokens('another').write(7, new Link(1, 'https://a.example', null, [:])).get()]
  }

  def "a link too long for a word has none"() {
    expect:
    tokens.write(7, new Link(1, 'https://a.example/' + 'x' * 1_300, null, [:])).present
    tokens.write(7, new Link(1, 'https://a.example/' + 'x' * 1_900, null, [:])).empty
  }

  def "the word of a link never changes, so that mails that went out keep working"() {
    expect:
    tokens.write(42, new Link(1, 'https://example.com/a?b=c', 'plan.chosen', [plan: 'pro'])).get() == GOLDEN
  }

  static final GOLDEN = 'AQAAAAAAAAAqAAFAfsdROEMkEoa_dnhA00N4aHR0cHM6Ly9leGFtcGxlLmNvbS9hP2I9YwBwbGFuLmNob3NlbgBwbGFuAHBybw'
}
