package dev.sojourn.runtime.bundle

import spock.lang.Specification

class NearestSpec extends Specification {

  def "'#typed' may have meant #meant"() {
    expect:
    Nearest.of(typed, ['welcome', 'nudge', 'offer-help']).orElse(null) == meant

    where:
    typed        || meant
    'wellcome'   || 'welcome'
    'nuge'       || 'nudge'
    'offerhelp'  || 'offer-help'
    'goodbye'    || null
    ''           || null
  }
}
