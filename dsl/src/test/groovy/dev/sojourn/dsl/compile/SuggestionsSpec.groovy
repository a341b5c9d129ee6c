package dev.sojourn.dsl.compile

import spock.lang.Specification

class SuggestionsSpec extends Specification {

  def "'#written' is near '#meant'"() {
    expect:
    Suggestions.nearest(written, ['sendEmail', 'sleepFor', 'sleepUntil', 'log', 'exit', 'toUpperCase']).orElse(null) == meant

    where:
    written      || meant
    'sendMail'   || 'sendEmail'
    'sendemail'  || 'sendEmail'
    'sleepfor'   || 'sleepFor'
    'slepeFor'   || 'sleepFor'
    'lgo'        || 'log'
    'toUpper'    || 'toUpperCase'
    'banana'     || null
    'log'        || null
    'x'          || null
  }

  def "the distance of #a and #b is #edits"() {
    expect:
    Suggestions.distance(a, b) == edits

    where:
    a      | b      || edits
    ''     | ''     || 0
    'abc'  | ''     || 3
    'abc'  | 'abd'  || 1
    'abc'  | 'acb'  || 1
    'abc'  | 'xabc' || 1
  }
}
