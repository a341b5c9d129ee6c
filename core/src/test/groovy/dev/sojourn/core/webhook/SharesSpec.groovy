package dev.sojourn.core.webhook

import dev.sojourn.core.webhook.Shares.Claimant
import spock.lang.Specification

class SharesSpec extends Specification {
  def "places go round among those who have something"() {
    expect:
    new Shares(4, 10).of(claimants(5), 0, 0) == [(0L): 2, (1L): 2, (2L): 2, (3L): 2, (4L): 2]
    new Shares(4, 100).of(claimants(2), 0, 0) == [(0L): 4, (1L): 4]
    new Shares(4, 100).of(claimants(2), 97, 0) == [(0L): 2, (1L): 1]
    new Shares(4, 100).of(claimants(2), 100, 0) == [:]
  }

  def "what is under way counts"() {
    expect:
    new Shares(4, 100).of([new Claimant(1, 3, false), new Claimant(2, 4, false)], 7, 0) == [(1L): 1]
  }

  def "those that failed last get one place each, and half of all together"() {
    given:
    def suspects = (0L..<20L).collect { new Claimant(it, 0, true) }
    def healthy = (100L..<102L).collect { new Claimant(it, 0, false) }

    expect:
    new Shares(4, 10).of(suspects, 0, 0) == (0L..<5L).collectEntries { [it, 1] }
    new Shares(4, 10).of(suspects + healthy, 5, 5) == [(100L): 3, (101L): 2]
    new Shares(4, 10).of([new Claimant(1, 1, true)], 1, 1) == [:]
  }

  private static List<Claimant> claimants(int count) {
    (0L..<count).collect { new Claimant(it, 0, false) }
  }
}
