package dev.sojourn.core.render

import dev.sojourn.core.preference.MailLinks
import spock.lang.Specification

class InjectedPropsSpec extends Specification {
  def "a mail to #address with #properties greets '#name'"() {
    expect:
    InjectedProps.of(properties, address, 'Welcome', 'user.signed_up').name() == name

    where:
    properties                           | address           || name
    [firstName: 'Ada', name: 'Countess'] | 'ada@example.com' || 'Ada'
    [firstName: ' ', name: 'Countess']   | 'ada@example.com' || 'Countess'
    [firstName: 7]                       | 'ada@example.com' || 'ada'
    [firstName: null]                    | 'ada'             || ''
  }

  def "the caller's values lie above the injected ones"() {
    expect:
    InjectedProps.of([:], 'ada@example.com', 'Welcome', 'user.signed_up').under([name: 'Countess', plan: null]) ==
        [name: 'Countess', journeyName: 'Welcome', eventName: 'user.signed_up', body: '', unsubscribeUrl: '', preferencesUrl: '', plan: null]
  }

  def "the links of a mail are among them"() {
    expect:
    InjectedProps.of([:], 'ada@example.com', '', '').with(new MailLinks.Of('u', 'p')).under([:]).subMap('unsubscribeUrl', 'preferencesUrl') == [unsubscribeUrl: 'u', preferencesUrl: 'p']
  }
}
