package dev.sojourn.core.definition

import dev.sojourn.core.replay.Json
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.ExitRule
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
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
    '{}'                                                       || 'expected a JSON array'
    '[5]'                                                      || "expected a JSON object, not '5'"
    '[{"type":"event","operator":"eq"}]'                       || "condition type 'event'"
    '[{"type":"property","property":"a","operator":"like"}]'   || "operator 'like' is not one of [eq,"
    '[{"type":"composite","operator":"xor"}]'                  || "composite operator 'xor'"
    '[{"type":"property","operator":"eq"}]'                    || "field 'property' is missing"
  }

  def "the rule of a wait is short in the run's row, and null when it asks nothing"() {
    expect:
    WaitRule.NONE.write() == null
    WaitRule.read(null) == WaitRule.NONE
    new WaitRule([], true).write() == '{"sameKey":true}'
    new WaitRule([CONDITIONS[0]], false).write() ==
        '{"where":[{"type":"property","property":"plan","operator":"eq","value":"pro"}]}'
    WaitRule.read(rule.write()) == rule

    where:
    rule << [new WaitRule([], true), new WaitRule(CONDITIONS, false), new WaitRule(CONDITIONS, true)]
  }
}
