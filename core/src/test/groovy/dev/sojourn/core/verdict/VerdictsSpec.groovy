package dev.sojourn.core.verdict

import spock.lang.Specification

class VerdictsSpec extends Specification {

  def "a mail of category '#category' to somebody who #who is answered #refusal"() {
    expect:
    Verdicts.against(category, wishes).orElse(null) == refusal

    where:
    who                           | category  | wishes                                  || refusal
    'said nothing'                | 'journey' | Wishes.NONE                             || null
    'left another category'       | 'journey' | new Wishes(false, false, ['news'] as Set)   || null
    'left this category'          | 'journey' | new Wishes(false, false, ['journey'] as Set) || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'wants no mail'               | 'journey' | new Wishes(false, true, ['journey'] as Set)  || Refusal.UNSUBSCRIBED_FROM_ALL
    'is barred and wants no mail' | 'journey' | new Wishes(true, true, [] as Set)           || Refusal.SUPPRESSED
  }
}
