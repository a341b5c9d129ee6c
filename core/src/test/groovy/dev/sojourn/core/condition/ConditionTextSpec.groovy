package dev.sojourn.core.condition

import static dev.sojourn.dsl.definition.Condition.Operator.*

import dev.sojourn.core.definition.ConditionJson
import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Email
import dev.sojourn.dsl.definition.Condition.EmailCheck
import dev.sojourn.dsl.definition.Condition.Event
import dev.sojourn.dsl.definition.Condition.EventCheck
import dev.sojourn.dsl.definition.Condition.Not
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import java.time.Duration
import spock.lang.Specification

class ConditionTextSpec extends Specification {
  static final Condition A = new Property('a', EQ, 1)
  static final Condition B = new Property('b', NEQ, 'x')
  static final Condition C = new Property('c', GT, 5)

  def "#text is what is printed, and compiles to the data it was printed from"() {
    expect:
    ConditionText.of(conditions) == text
    WrittenConditions.of([text]) == [conditions]

    where:
    conditions                                                  || text
    []                                                          || "where()"
    [A]                                                         || "where { a == 1 }"
    [A, B, C]                                                   || "where { a == 1 && b != 'x' && c > 5 }"
    [new Or([A, B])]                                            || "where { a == 1 || b != 'x' }"
    [new Or([A, B]), C]                                         || "where { (a == 1 || b != 'x') && c > 5 }"
    [new Or([A, new And([B, C])])]                              || "where { a == 1 || b != 'x' && c > 5 }"
    [new And([A, B])]                                           || "where { all(a == 1, b != 'x') }"
    [A, new And([B, C])]                                        || "where { a == 1 && all(b != 'x', c > 5) }"
    [new Or([A, new Or([B, C])])]                               || "where { a == 1 || any(b != 'x', c > 5) }"
    [new Or([A])]                                               || "where { any(a == 1) }"
    [new Or([]), new And([])]                                   || "where { any() && all() }"
    [new And([new Or([A, B])]), A]                              || "where { all(a == 1 || b != 'x') && a == 1 }"
    [new Not(C)]                                                || "where { !(c > 5) }"
    [new Not(new Property('t', CONTAINS, 'x'))]                 || "where { !t.contains('x') }"
    [new Not(A)]                                                || "where { not(a == 1) }"
    [new Not(new And([A, B])), new Not(new Not(C))]             || "where { not(a == 1 && b != 'x') && not(!(c > 5)) }"
    [new Property('t', EXISTS, null), new Property('t', NOT_EXISTS, null)] || "where { t != null && t == null }"
    [new Or([A, new Property('a', EQ, 2)]), B]                  || "where { a in [1, 2] && b != 'x' }"
    [new Or([A, new Property('a', EQ, 2), B])]                  || "where { a in [1, 2] || b != 'x' }"
    [B, new Property('b', NEQ, 'y'), A]                         || "where { b !in ['x', 'y'] && a == 1 }"
    [new Property('first name', EQ, "d'Arc\n\\")]               || "where { prop('first name') == 'd\\'Arc\\n\\\\' }"
    [new Property('in', GTE, -1), new Property('Plan', LTE, 0.5)] || "where { prop('in') >= -1 && prop('Plan') <= 0.5 }"
    [new Event('x', EventCheck.EXISTS, null, null, null)]       || "where { event('x').exists() }"
    [new Event('x', EventCheck.NOT_EXISTS, null, null, Duration.ofDays(1))] || "where { event('x').within(1.day).notExists() }"
    [new Event('x', EventCheck.COUNT, GTE, 3, Duration.ofHours(36))] || "where { event('x').within(36.hours).atLeast(3) }"
    [new Event('x', EventCheck.COUNT, null, null, Duration.ofSeconds(90))] || "where { event('x').within(90.seconds).count() }"
    [new Not(new Event('x', EventCheck.COUNT, EQ, 3, null))]    || "where { !event('x').exactly(3) }"
    [new Not(new Event('x', EventCheck.COUNT, LT, 3, null))]    || "where { not(event('x').lessThan(3)) }"
    [new Email('w', EmailCheck.NOT_CLICKED), new Not(new Email('w', EmailCheck.OPENED))] || "where { email('w').notClicked() && !email('w').opened() }"
  }

  def "what is printed compiles to the data it was printed from, whatever the data (seed #seed)"() {
    given:
    def random = new Random(seed)
    def all = (1..400).collect { conditions(random) }

    when:
    def printed = all.collect { ConditionText.of(it) }

    then:
    [all, WrittenConditions.of(printed), printed].transpose().each { data, compiled, text ->
      assert compiled == data: "printed as $text"
      assert ConditionJson.read(ConditionJson.write(data)) == data
    }

    where:
    seed << [new Random().nextLong(), 1L, 2L]
  }

  private static List<Condition> conditions(Random random) {
    (0..<random.nextInt(4)).collect { condition(random, 3) }
  }

  private static Condition condition(Random random, int depth) {
    switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0..2: return property(random)
      case 3:
        def check = pick(random, EventCheck.values() as List)
        return new Event(text(random), check, pick(random, [null, GT, GTE, LT, LTE, EQ]), random.nextLong(),
            pick(random, [null, Duration.ofSeconds(random.nextLong(1L << 36)), Duration.ofMinutes(random.nextInt(9999)), Duration.ofDays(random.nextInt(50))]))
      case 4: return new Email(text(random), pick(random, EmailCheck.values() as List))
      case 5: return new Not(condition(random, depth - 1))
      case 6: return new And((0..<random.nextInt(4)).collect { condition(random, depth - 1) })
      case 7:
        def name = text(random)
        return new Or((0..<1 + random.nextInt(3)).collect { new Property(name, EQ, value(random)) })
      default: return new Or((0..<random.nextInt(4)).collect { condition(random, depth - 1) })
    }
  }

  private static Condition property(Random random) {
    def operator = pick(random, Operator.values() as List)
    def name = pick(random, ['plan', 'seats', 'contact', 'event', 'history', 'prop', 'it', 'owner', 'class', 'Plan', 'where', text(random)])
    def value = operator.takesNoValue() ? null : operator.order ? number(random) : operator == CONTAINS ? text(random) : value(random)
    new Property(name, operator, value)
  }

  private static Object value(Random random) {
    pick(random, [true, false, number(random), text(random)])
  }

  private static Object number(Random random) {
    pick(random, [0, 5, -5, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, random.nextInt(),
        random.nextLong().with { it == (it as int) ? (it as int) : it },
        new BigInteger(90, random).setBit(80), new BigInteger(90, random).setBit(80).negate(), 0.5, -12.250,
        new BigDecimal('1E+30'), new BigDecimal('-1.5E-12'), new BigDecimal('0.0')])
  }

  private static String text(Random random) {
    def letters = 'aZ09_ .\'"\\$\n\r\t{}\u0000\u0085\u2028äß猫😀'.codePoints().toArray()
    def made = (0..random.nextInt(8)).collect { new String(Character.toChars(letters[random.nextInt(letters.length)])) }.join()
    pick(random, ['a', 'plan', made])
  }

  private static <T> T pick(Random random, List<T> from) {
    from[random.nextInt(from.size())]
  }
}
