package dev.sojourn.runtime.http

import spock.lang.Specification

/** The texts of the pages for mail's readers. */
class MessagesSpec extends Specification {
  def "#language has every text, with the same places to fill"() {
    given:
    def english = new Messages().of('en', null).properties()
    def own = new Messages().of(language, null).properties()

    expect:
    own.stringPropertyNames() == english.stringPropertyNames()
    own.stringPropertyNames().findAll { places(own[it]) != places(english[it]) }.empty
    own['preferences.title'] == title

    where:
    language || title
    'de'     || 'Ihre E-Mail-Einstellungen'
    'es'     || 'Tus preferencias de correo'
    'fr'     || 'Vos préférences d’e-mail'
  }

  private static Set<String> places(String text) {
    text.findAll(/\{\d}/) as Set
  }
}
