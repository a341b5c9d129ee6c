package dev.sojourn.core.preference

import dev.sojourn.core.verdict.Wishes
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.dsl.definition.MailList
import spock.lang.Specification

class ChoiceSpec extends Specification {
  static final ListsDefinition LISTS = new ListsDefinition(
      [new MailList('tips', 'Tips', null, false), new MailList('news', 'News', null, true)], Caps.NONE)

  def "#choice of somebody who wants #before leads to #after, a change: #changes"() {
    expect:
    choice.after(before) == after
    choice.changes(before, LISTS) == changes

    where:
    choice                     | before                           || after                            | changes
    new Choice('tips', false)  | Wishes.NONE                      || wishes(false, [tips: false])     | true
    new Choice('tips', false)  | wishes(false, [tips: false])     || wishes(false, [tips: false])     | false
    new Choice('tips', true)   | Wishes.NONE                      || wishes(false, [tips: true])      | false
    new Choice('tips', true)   | wishes(false, [tips: false])     || wishes(false, [tips: true])      | true
    new Choice('tips', true)   | wishes(true, [:])                || wishes(false, [tips: true])      | true
    new Choice('tips', false)  | wishes(true, [:])                || wishes(true, [tips: false])      | true
    new Choice('news', false)  | Wishes.NONE                      || wishes(false, [news: false])     | false
    new Choice('news', true)   | Wishes.NONE                      || wishes(false, [news: true])      | true
    new Choice('gone', false)  | wishes(false, [gone: true])      || wishes(false, [gone: false])     | true
    new Choice(null, false)    | wishes(false, [tips: false])     || wishes(true, [tips: false])      | true
    new Choice(null, false)    | wishes(true, [:])                || wishes(true, [:])                | false
    new Choice(null, true)     | wishes(true, [tips: false])      || wishes(false, [tips: false])     | true
  }

  def "an address is barred from the bounce on that reaches the threshold: #count of #threshold"() {
    expect:
    Bounces.bar(count, threshold) == barred

    where:
    count | threshold || barred
    1     | 3         || false
    2     | 3         || false
    3     | 3         || true
    4     | 3         || true
    1     | 1         || true
  }

  def "a threshold below one is refused"() {
    when:
    Bounces.bar(1, 0)

    then:
    thrown(IllegalArgumentException)
  }

  private static Wishes wishes(boolean all, Map<String, Boolean> categories) {
    new Wishes(false, all, categories)
  }
}
