package dev.sojourn.core.verdict

import spock.lang.Specification

class TestModeSpec extends Specification {
  static final ON = new TestMode(true, 'qa@example.com')

  def "while it is on a mail goes to the house and says whom it is for"() {
    expect:
    ON.to('ada@example.org') == 'qa@example.com'
    ON.subject('ada@example.org', 'Hello') == '[TEST → ada@example.org] Hello'
    !ON.blocks()
  }

  def "a mail that was changed before is not changed again, and one to the house itself is marked"() {
    expect:
    ON.isRedirected(to, subject) == done

    where:
    to                | subject                           || done
    'qa@example.com'  | '[TEST → ada@example.org] Hello'  || true
    'qa@example.com'  | 'Hello'                           || false
    'ada@example.org' | '[TEST → bob@example.org] Hello'  || false
  }

  def "while it is off nothing changes"() {
    expect:
    TestMode.OFF.isRedirected('ada@example.org', 'Hello')
    TestMode.OFF.to('ada@example.org') == 'ada@example.org'
    TestMode.OFF.subject('ada@example.org', 'Hello') == 'Hello'
    !TestMode.OFF.blocks()
  }

  def "while it is on a mail may have another sender"() {
    expect:
    new TestMode(true, 'qa@example.com', 'try@provider.example').from('hello@example.com') == 'try@provider.example'
    new TestMode(false, 'qa@example.com', 'try@provider.example').from('hello@example.com') == 'hello@example.com'
    ON.from('hello@example.com') == 'hello@example.com'
  }

  def "without an address for it no mail may go out"() {
    expect:
    new TestMode(true, null).blocks()
  }
}
