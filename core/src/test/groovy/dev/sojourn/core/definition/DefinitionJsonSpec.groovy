package dev.sojourn.core.definition

import dev.sojourn.core.replay.Json
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Email
import dev.sojourn.dsl.definition.Condition.EmailCheck
import dev.sojourn.dsl.definition.Condition.Event
import dev.sojourn.dsl.definition.Condition.EventCheck
import dev.sojourn.dsl.definition.Condition.Not
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import dev.sojourn.dsl.definition.DateRule
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.ExitRule
import dev.sojourn.dsl.definition.Holdout
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.LocalTime
import spock.lang.Specification

class DefinitionJsonSpec extends Specification {

  static final CONDITIONS = [
    new Property('plan', Operator.EQ, 'pro'),
    new Property('gone', Operator.NOT_EXISTS, null),
    new Or([
      new Property('seats', Operator.GTE, 50),
      new And([new Property('vip', Operator.EQ, true), new Property('ratio', Operator.LT, 0.5)])
    ])
  ]

  def "a definition comes back as it was: #limit"() {
    given:
    def definition = new JourneyDefinition(
        'cart', 'Cart "saver"', description, false,
        new EntryRule(new Trigger('cart.updated', CONDITIONS), limit, key, OnRepeat.IGNORE),
        [new ExitRule('order.placed', CONDITIONS, true), new ExitRule('user.deleted', [], false)],
        new SendPolicy('offers', Duration.ofHours(12)),
        ['nudge', 'Grüße', 'line\nbreak'])

    expect:
    DefinitionJson.read(DefinitionJson.write(definition)) == definition

    where:
    limit                                      | description | key
    new EntryLimit.Once()                      | null        | null
    new EntryLimit.OncePer(Duration.ofDays(7)) | 'Why'       | 'order.id'
    new EntryLimit.Unlimited()                 | ''          | 'cartId'
  }

  def "a date comes back as it was, and stands in the text only where there is one: #json"() {
    given:
    def entry = new EntryRule(
        new Trigger('start:cart', []), new EntryLimit.Unlimited(), null, OnRepeat.IGNORE, Holdout.NONE, date)
    def definition = new JourneyDefinition('cart', 'Cart', null, true, entry, [], new SendPolicy('a', Duration.ZERO), [])

    when:
    def text = DefinitionJson.write(definition)

    then:
    DefinitionJson.read(text) == definition
    Json.read(text).date == json
    Json.read(text).containsKey('date') == (date != null)
    date == null || Json.read(DefinitionJson.write(date)) == json

    where:
    date                                                                   || json
    null                                                                   || null
    DateRule.of('renewsAt', 'P-30D')                                       || [property: 'renewsAt', offset: 'PT-720H']
    new DateRule('trial.end', Duration.ofHours(12), null)                  || [property: 'trial.end', offset: 'PT12H']
    new DateRule('renewsAt', Duration.ofDays(-30), LocalTime.of(9, 0))     || [property: 'renewsAt', offset: 'PT-720H', at: '09:00']
  }

  def "conditions are spelt as the contract spells them"() {
    expect:
    Json.read(ConditionJson.write(CONDITIONS)) == [
      [type: 'property', property: 'plan', operator: 'eq', value: 'pro'],
      [type: 'property', property: 'gone', operator: 'not_exists'],
      [type: 'composite', operator: 'or', conditions: [
        [type: 'property', property: 'seats', operator: 'gte', value: 50],
        [type: 'composite', operator: 'and', conditions: [
          [type: 'property', property: 'vip', operator: 'eq', value: true],
          [type: 'property', property: 'ratio', operator: 'lt', value: 0.5]
        ]]
      ]]
    ]
    ConditionJson.read(ConditionJson.write(CONDITIONS)) == CONDITIONS
    ConditionJson.read('[]') == []
  }

  def "#json is refused: #message"() {
    when:
    ConditionJson.read(json)

    then:
    def e = thrown(IllegalArgumentException)
    e.message.contains(message)

    where:
    json                                                       || message
    '{}'                                                       || 'conditions: expected an array'
    '[5]'                                                      || "conditions[0]: expected a condition, not '5'"
    '[{}]'                                                     || "conditions[0].type: expected text, not 'null'"
    '[{"type":"evnt"}]'                                        || "conditions[0].type: 'evnt' is not one of property, event, email_engagement, composite"
    '[{"type":"channel_identity","connector":"x","check":"linked"}]' || "conditions[0].type: 'channel_identity' is for the waves of a campaign and cannot be asked of one contact"
    '[{"type":"property","property":"a","operator":"exists"},{"type":"property","property":"a","operator":"like"}]' || "conditions[1].operator: 'like' is not one of eq, neq, gt, gte, lt, lte, exists, not_exists, contains"
    '[{"type":"property","operator":"eq"}]'                    || "conditions[0].property: expected text, not 'null'"
    '[{"type":"property","property":"a","operator":"eq"}]'     || "conditions[0].value: 'eq' compares with text, a number, or true or false, not nothing"
    '[{"type":"property","property":"a","operator":"gt","value":"x"}]' || "conditions[0].value: 'gt' compares with a number, not 'x'"
    '[{"type":"property","property":"a","operator":"eq","value":[1]}]' || "conditions[0].value: 'eq' compares with text, a number, or true or false, not '[1]'"
    '[{"type":"composite","operator":"xor","conditions":[]}]'  || "conditions[0].operator: 'xor' is not one of and, or, not"
    '[{"type":"composite","operator":"and"}]'                  || 'conditions[0].conditions: expected an array of conditions'
    '[{"type":"composite","operator":"not","conditions":[]}]'  || "conditions[0].conditions: 'not' takes one condition, not 0"
    '[{"type":"composite","operator":"or","conditions":[{"type":"event","eventName":"x","check":"often"}]}]' || "conditions[0].conditions[0].check: 'often' is not one of exists, not_exists, count"
    '[{"type":"event","check":"exists"}]'                      || "conditions[0].eventName: expected text, not 'null'"
    '[{"type":"event","eventName":"x","check":"count","operator":"neq","value":1}]' || "conditions[0].operator: 'neq' is not one of eq, gt, gte, lt, lte"
    '[{"type":"event","eventName":"x","check":"count","operator":"gt","value":1.5}]' || "conditions[0].value: expected a whole number, not '1.5'"
    '[{"type":"event","eventName":"x","check":"exists","within":{}}]' || "conditions[0].within: expected at least one of hours, minutes, seconds, not '{}'"
    '[{"type":"event","eventName":"x","check":"exists","within":{"days":2}}]' || 'conditions[0].within.days: unknown; use hours, minutes, seconds'
    '[{"type":"event","eventName":"x","check":"exists","within":{"hours":-2}}]' || "conditions[0].within.hours: expected a number from 0 to 2147483647, not '-2'"
    '[{"type":"email_engagement","templateKey":"w","check":"read"}]' || "conditions[0].check: 'read' is not one of opened, clicked, not_opened, not_clicked"
  }

  def "events, mails and negations are spelt as the contract spells them: #condition"() {
    expect:
    Json.read(ConditionJson.write([condition])) == [json]
    ConditionJson.read(Json.write([json])) == [condition]

    where:
    condition                                                               || json
    new Event('x', EventCheck.EXISTS, null, null, null)                     || [type: 'event', eventName: 'x', check: 'exists']
    new Event('x', EventCheck.NOT_EXISTS, null, null, Duration.ofHours(36)) || [type: 'event', eventName: 'x', check: 'not_exists', within: [hours: 36]]
    new Event('x', EventCheck.COUNT, Operator.GTE, 3, Duration.ofSeconds(3661)) || [type: 'event', eventName: 'x', check: 'count', operator: 'gte', value: 3, within: [hours: 1, minutes: 1, seconds: 1]]
    new Event('x', EventCheck.COUNT, null, null, Duration.ZERO)             || [type: 'event', eventName: 'x', check: 'count', within: [seconds: 0]]
    new Email('w', EmailCheck.NOT_OPENED)                                   || [type: 'email_engagement', templateKey: 'w', check: 'not_opened']
    new Not(CONDITIONS[0])                                                  || [type: 'composite', operator: 'not', conditions: [[type: 'property', property: 'plan', operator: 'eq', value: 'pro']]]
  }

  def "what a condition does not need is not kept"() {
    expect:
    ConditionJson.read('[{"type":"event","eventName":"x","check":"exists","operator":"gt","value":3}]') ==
        [new Event('x', EventCheck.EXISTS, null, null, null)]
    ConditionJson.read('[{"type":"event","eventName":"x","check":"count","operator":"gt"}]') ==
        [new Event('x', EventCheck.COUNT, null, null, null)]
    ConditionJson.read('[{"type":"property","property":"a","operator":"exists","value":3}]') ==
        [new Property('a', Operator.EXISTS, null)]
  }

  def "a wrong condition in a definition is named by its path: #path"() {
    given:
    def json = DefinitionJson.write(new JourneyDefinition(
        'cart', 'Cart', null, true,
        new EntryRule(new Trigger('cart.updated', CONDITIONS), new EntryLimit.Once(), null, OnRepeat.IGNORE),
        [new ExitRule('user.deleted', [], false), new ExitRule('order.placed', [new Property('n', Operator.CONTAINS, 'x')], true)],
        new SendPolicy('offers', Duration.ZERO), []))

    when:
    DefinitionJson.read(json.replace('"' + operator + '"', '"like"'))

    then:
    def e = thrown(IllegalArgumentException)
    e.message.startsWith(path + ": 'like' is not one of eq,")

    where:
    operator   || path
    'eq'       || 'trigger.where[0].operator'
    'lt'       || 'trigger.where[2].conditions[1].conditions[1].operator'
    'contains' || 'exitOn[1].where[0].operator'
  }

  def "events and mails are refused where only the properties of one event are known: #place"() {
    when:
    make([condition])

    then:
    def e = thrown(IllegalArgumentException)
    e.message.startsWith('where: event(…) and email(…) cannot be asked of the event that arrives')

    where:
    [place, make, condition] << [
      [['a trigger', { new Trigger('a', it) }], ['an exit', { new ExitRule('a', it, false) }], ['a wait', { new WaitRule(it, false, []) }]],
      [new Email('w', EmailCheck.OPENED), new And([new Not(new Event('x', EventCheck.EXISTS, null, null, null))])]
    ].combinations { first, second -> [*first, second] }
  }

  def "the rule of a wait is short in the run's row, and null when it asks nothing"() {
    expect:
    WaitRule.NONE.write() == null
    WaitRule.read(null) == WaitRule.NONE
    new WaitRule([], true, []).write() == '{"sameKey":true}'
    new WaitRule([CONDITIONS[0]], false, []).write() ==
        '{"where":[{"type":"property","property":"plan","operator":"eq","value":"pro"}]}'
    WaitRule.read(rule.write()) == rule

    where:
    rule << [new WaitRule([], true, []), new WaitRule(CONDITIONS, false, []), new WaitRule(CONDITIONS, true, ['b', 'c'])]
  }
}
