package dev.sojourn.core.webhook

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class CircuitSpec extends Specification {
  static final NOW = Instant.parse('2026-03-01T12:00:00Z')

  def "five failures in a row open it, and one success closes it"() {
    given:
    def circuit = Circuit.CLOSED

    when:
    4.times { circuit = circuit.failed(NOW) }

    then:
    !circuit.open
    circuit.suspect

    when:
    circuit = circuit.failed(NOW)

    then:
    circuit.open
    circuit.openUntil() == NOW + Duration.ofSeconds(10)

    expect:
    circuit.succeeded() == Circuit.CLOSED
  }

  def "probes come ever more rarely, at least every five minutes"() {
    given:
    def circuit = Circuit.CLOSED
    5.times { circuit = circuit.failed(NOW) }

    expect:
    [20, 40, 80, 160, 300, 300].every {
      circuit = circuit.failed(NOW)
      circuit.openUntil() == NOW + Duration.ofSeconds(it)
    }
    (1..100).every { circuit = circuit.failed(NOW); circuit.openUntil() == NOW + Duration.ofMinutes(5) }
  }
}
