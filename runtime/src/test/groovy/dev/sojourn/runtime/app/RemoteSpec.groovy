package dev.sojourn.runtime.app

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RemoteSpec extends Specification {
  @TempDir Path home

  def "commands ask the service that #set names"() {
    expect:
    Remote.of(set + [SOJOURN_HOME: home.toString()]).with { [url(), key()] } == asked

    where:
    set                                                                                           || asked
    [SOJOURN_URL: 'https://a/', SOJOURN_ADMIN_KEY: 'sk_a']                                         || ['https://a', 'sk_a']
    [HOGSEND_API_URL: 'https://b', HOGSEND_ADMIN_KEY: 'sk_b']                                      || ['https://b', 'sk_b']
    [SOJOURN_URL: 'https://a', HOGSEND_API_URL: 'https://b', ADMIN_API_KEY: 'sk_c']                || ['https://a', 'sk_c']
    [SOJOURN_URL: 'https://a', SOJOURN_ADMIN_KEY: ' ', HOGSEND_ADMIN_KEY: 'sk_b', ADMIN_API_KEY: 'sk_c'] || ['https://a', 'sk_b']
  }

  def "of what is not named, what dev left is taken"() {
    given:
    Files.writeString(home.resolve('dev.env'), "SOJOURN_URL=http://localhost:1\nSOJOURN_DATA_KEY=sk_data\nSOJOURN_ADMIN_KEY=sk_dev\n")

    expect:
    Remote.of([SOJOURN_HOME: home.toString()]).with { [url(), key()] } == ['http://localhost:1', 'sk_dev']
    Remote.of([SOJOURN_HOME: home.toString(), HOGSEND_ADMIN_KEY: 'sk_b']).key() == 'sk_b'
  }

  def "what is no URL of a service is told before anything is asked: #url"() {
    when:
    Remote.of([SOJOURN_HOME: home.toString(), SOJOURN_URL: url, SOJOURN_ADMIN_KEY: 'sk_a'])

    then:
    def wrong = thrown(NotStarted)
    wrong.message == "SOJOURN_URL: '$url' is not of the form https://host"

    where:
    url << ['localhost:3002', 'mail.example.com', 'ftp://mail.example.com', 'https://', 'https://mail example.com']
  }

  def "without any it says what to set"() {
    when:
    Remote.of([SOJOURN_HOME: home.toString()])

    then:
    def none = thrown(NotStarted)
    none.message.contains('SOJOURN_URL and SOJOURN_ADMIN_KEY')
  }
}
