package dev.sojourn.runtime.database

import java.lang.reflect.Modifier
import spock.lang.Specification

class LockNumbersSpec extends Specification {
  def "no two locks share a number"() {
    given:
    def numbers = LockNumbers.fields.findAll { Modifier.isStatic(it.modifiers) }.collect { it.getInt(null) }

    expect:
    numbers.size() > 1
    numbers.toSet().size() == numbers.size()
  }
}
