package dev.sojourn.core.verdict

import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.dsl.definition.MailList
import spock.lang.Specification

class VerdictsSpec extends Specification {
  static final ListsDefinition LISTS = new ListsDefinition(
      [new MailList('tips', 'Tips', null, false), new MailList('news', 'News', null, true)], Caps.NONE)

  def "a mail of category '#category' to somebody who #who is answered #refusal"() {
    expect:
    Verdicts.against(category, wishes, LISTS).orElse(null) == refusal

    where:
    who                           | category  | wishes                                  || refusal
    'said nothing'                | 'journey' | Wishes.NONE                             || null
    'left another category'       | 'journey' | new Wishes(false, false, ['news'] as Set)   || null
    'left this category'          | 'journey' | new Wishes(false, false, ['journey'] as Set) || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'wants no mail'               | 'journey' | new Wishes(false, true, ['journey'] as Set)  || Refusal.UNSUBSCRIBED_FROM_ALL
    'said nothing'                | 'transactional' | Wishes.NONE                       || null
    'said nothing'                | 'tips'    | Wishes.NONE                             || null
    'left the list'               | 'tips'    | new Wishes(false, false, [tips: false]) || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'never asked for it'          | 'news'    | Wishes.NONE                             || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'asked for it'                | 'news'    | new Wishes(false, false, [news: true])  || null
    'asked for it, then left all' | 'news'    | new Wishes(false, true, [news: true])   || Refusal.UNSUBSCRIBED_FROM_ALL
    'never knew it'               | 'gone'    | Wishes.NONE                             || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'is barred and wants no mail' | 'journey' | new Wishes(true, true, [] as Set)           || Refusal.SUPPRESSED
  }
}
