package dev.sojourn.core.condition

import spock.lang.Specification

/** Random closures: what the data says of random properties is what the closure says. */
class ClosureMeaningSpec extends Specification {
  static final List<String> NAMES = ['a', 'b', 'c']
  static final List<Object> VALUES = [1, 2, 2.0, -1, 'x', 'xy', '', '1', true, false]
  static final List<Number> NUMBERS = [1, 2, 1.5, -1]

  /** A closure's text, and the same as a predicate on properties. */
  static class Written {
    final String text
    final Closure<Boolean> holds

    Written(String text, Closure<Boolean> holds) {
      this.text = text
      this.holds = holds
    }
  }

  def "'!', '&&', '||' mean the same in the data as in the closure, also for what is missing (seed #seed)"() {
    given:
    def random = new Random(seed)
    def closures = (1..100).collect { written(random, 3) }

    when:
    def compiled = WrittenConditions.of(closures.collect { "where { $it.text }".toString() })

    then:
    [closures, compiled].transpose().each { closure, data ->
      60.times {
        def properties = properties(random)
        assert Conditions.hold(data, properties) == closure.holds(properties): "$closure.text with $properties"
      }
    }

    where:
    seed << [new Random().nextLong(), 31L, 32L]
  }

  private static Map<String, Object> properties(Random random) {
    NAMES.findAll { random.nextInt(4) > 0 }.collectEntries { [it, pick(random, VALUES + [null])] }
  }

  private static Written written(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf(random)
    }
    def left = written(random, depth - 1)
    def right = written(random, depth - 1)
    switch (random.nextInt(4)) {
      case 0: return new Written("($left.text && $right.text)", { left.holds(it) && right.holds(it) })
      case 1: return new Written("($left.text || $right.text)", { left.holds(it) || right.holds(it) })
      case 2: return new Written("($left.text && $right.text || $left.text)", { left.holds(it) })
      default: return new Written("!($left.text)", { !left.holds(it) })
    }
  }

  private static Written leaf(Random random) {
    def name = pick(random, NAMES)
    def value = pick(random, VALUES)
    def number = pick(random, NUMBERS)
    def some = [value, pick(random, VALUES)]
    def shown = some.collect { it.inspect() }
    switch (random.nextInt(10)) {
      case 0: return new Written("$name == ${value.inspect()}", { same(it[name], value) })
      case 1: return new Written("${value.inspect()} != $name", { !same(it[name], value) })
      case 2: return new Written("$name > $number", { it[name] instanceof Number && it[name] > number })
      case 3: return new Written("$number > $name", { it[name] instanceof Number && it[name] < number })
      case 4: return new Written("$name <= $number", { it[name] instanceof Number && it[name] <= number })
      case 5: return new Written("$name in $shown", { p -> some.any { same(p[name], it) } })
      case 6: return new Written("$name !in $shown", { p -> some.every { !same(p[name], it) } })
      case 7: return new Written("!${name}.contains('x')", { !(it[name] instanceof String && it[name].contains('x')) })
      case 8: return new Written("$name == null", { it[name] == null })
      default: return new Written("null != $name", { it[name] != null })
    }
  }

  // Section 3.2 of the contract: the same type and equal, numbers by value.
  private static boolean same(Object actual, Object value) {
    actual instanceof Number && value instanceof Number ? (actual <=> value) == 0 : actual?.class == value.class && actual == value
  }

  private static <T> T pick(Random random, List<T> from) {
    from[random.nextInt(from.size())]
  }
}
