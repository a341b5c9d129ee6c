package dev.sojourn.runtime.email

import dev.sojourn.dsl.provider.ProviderFile
import dev.sojourn.runtime.config.TransportConfig.Way
import spock.lang.Specification

class NewestWaySpec extends Specification {
  final ProviderFile start = file('ACME_TOKEN')
  ProviderFile inForce
  Map<String, String> variables = [:]
  def way = new NewestWay(new Way.Scripted('acme', start, [ACME_TOKEN: 'hush'], true), { inForce }, { Optional.ofNullable(variables[it]) })

  def "until a version is in force it is that of the start"() {
    expect:
    way.now().file().is(start)
    way.now().secrets() == [ACME_TOKEN: 'hush']

    when: 'the same text is no other version'
    inForce = file('ACME_TOKEN')

    then:
    way.now().file().is(start)
  }

  def "a newer version counts at once, with the secrets that it asks for"() {
    given:
    variables = [ACME_TOKEN: 'changed', ACME_REGION: 'eu']

    when:
    inForce = file('ACME_TOKEN', 'ACME_REGION')

    then:
    way.now().file().is(inForce)
    way.now().secrets() == [ACME_TOKEN: 'changed', ACME_REGION: 'eu']
    way.now().here()
    way.id() == 'acme'
  }

  def "a secret of the start that only the start may read is kept"() {
    when:
    inForce = file('ACME_TOKEN', 'ACME_TOKEN')

    then:
    way.now().secrets() == [ACME_TOKEN: 'hush']
  }

  def "a version that asks for what is not set does not count, and the next one that can does"() {
    when:
    inForce = file('ACME_NEW')

    then:
    way.now().file().is(start)
    way.now().file().is(start)

    when:
    inForce = file()

    then:
    way.now().file().is(inForce)

    when: 'it is taken away'
    def last = inForce
    inForce = null

    then:
    way.now().file().is(last)
  }

  private static ProviderFile file(String... secrets) {
    def named = secrets ? "secrets ${secrets.collect { "'$it'" }.join(', ')}" : ''
    ProviderFile.compile('providers/acme.groovy', 'acme', "provider('acme') {\n  $named\n  send { mail -> post 'https://acme.example', json: [to: mail.to] }\n}")
  }
}
