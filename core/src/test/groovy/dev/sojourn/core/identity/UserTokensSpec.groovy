package dev.sojourn.core.identity

import spock.lang.Specification

class UserTokensSpec extends Specification {
  static final SECRET = 'an identity secret of 32 characters'
  UserTokens tokens = new UserTokens(Optional.of(SECRET))

  def "the token of '#user' is the HMAC-SHA256 that openssl makes"() {
    expect:
    tokens.sign(user).get() == token
    tokens.prove(user, token)
    tokens.prove(user, token.toUpperCase(Locale.ROOT))

    where:
    user  || token
    'ada' || 'ac52262ac6b8ca3dc4f9d599a65de656e641ae45a1aa68cbb7975740edec99b2'
    'Zoë' || 'fe2cb1b7354995dfb5a05fe2b55c918c420410503daa7f58038ea7459ed7af43'
  }

  def "what is #what proves nothing"() {
    expect:
    !tokens.prove(user, token)

    where:
    what           | user  | token
    'missing'      | 'ada' | null
    'empty'        | 'ada' | ''
    'cut'          | 'ada' | 'ac52262ac6b8ca3dc4f9d599a65de656e641ae45a1aa68cbb7975740edec99b'
    "another's"    | 'bob' | 'ac52262ac6b8ca3dc4f9d599a65de656e641ae45a1aa68cbb7975740edec99b2'
    'no token'     | 'ada' | 'Zoë'
  }

  def "without a secret nothing proves anything"() {
    given:
    def none = new UserTokens(Optional.empty())

    expect:
    !none.areThere()
    !none.prove('ada', '')
    !none.prove('ada', null)
    none.sign('ada').empty
  }
}
