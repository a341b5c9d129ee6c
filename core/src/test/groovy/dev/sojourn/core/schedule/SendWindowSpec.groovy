package dev.sojourn.core.schedule

import java.time.Instant
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneId
import spock.lang.Specification

class SendWindowSpec extends Specification {
  static final ZoneId NEW_YORK = ZoneId.of('America/New_York')

  def "the window #start to #end is open at #time: #open"() {
    expect:
    window(start, end).isOpen(local("2026-06-01T$time")) == open

    where:
    start   | end     | time       || open
    '09:00' | '17:00' | '08:59:59' || false
    '09:00' | '17:00' | '09:00:00' || true
    '09:00' | '17:00' | '16:59:59' || true
    '09:00' | '17:00' | '17:00:00' || false
    '22:00' | '06:00' | '21:59:59' || false
    '22:00' | '06:00' | '22:00:00' || true
    '22:00' | '06:00' | '00:00:00' || true
    '22:00' | '06:00' | '06:00:00' || false
    '09:00' | '00:00' | '23:59:59' || true
    '09:00' | '00:00' | '00:00:00' || false
    '12:00' | '12:00' | '03:00:00' || true
  }

  def "the window #start to #end, looked at #from, opens #opens"() {
    expect:
    window(start, end).nextOpening(local(from)) == Instant.parse(opens)

    where:
    start   | end     | from                  || opens
    '09:00' | '17:00' | '2026-06-01T07:00'    || '2026-06-01T13:00:00Z'
    '09:00' | '17:00' | '2026-06-01T12:34:56' || '2026-06-01T16:34:56Z'
    '09:00' | '17:00' | '2026-06-01T17:00'    || '2026-06-02T13:00:00Z'
    '22:00' | '06:00' | '2026-06-01T12:00'    || '2026-06-02T02:00:00Z'
    '02:30' | '09:00' | '2026-03-08T01:00'    || '2026-03-08T07:00:00Z'
    '02:15' | '02:45' | '2026-03-08T01:00'    || '2026-03-09T06:15:00Z'
    '09:00' | '17:00' | '2026-03-07T18:00'    || '2026-03-08T13:00:00Z'
    '01:30' | '09:00' | '2026-11-01T00:00'    || '2026-11-01T05:30:00Z'
    '01:00' | '01:30' | '2026-11-01T01:45'    || '2026-11-01T06:00:00Z'
    '12:00' | '12:00' | '2026-06-01T03:00'    || '2026-06-01T07:00:00Z'
  }

  def "quiet hours are what a window leaves, over midnight too"() {
    given:
    def night = SendWindow.outside(LocalTime.of(22, 0), LocalTime.of(8, 0), NEW_YORK)
    def noon = SendWindow.outside(LocalTime.of(12, 0), LocalTime.of(13, 0), NEW_YORK)

    expect:
    !night.isOpen(local('2026-06-01T22:00'))
    !night.isOpen(local('2026-06-01T07:59'))
    night.isOpen(local('2026-06-01T08:00'))
    night.nextOpening(local('2026-06-01T23:00')) == local('2026-06-02T08:00')
    night.nextOpening(local('2026-06-01T03:00')) == local('2026-06-01T08:00')
    noon.isOpen(local('2026-06-01T03:00'))
    noon.nextOpening(local('2026-06-01T12:30')) == local('2026-06-01T13:00')
  }

  def "the same hours elsewhere are other instants"() {
    expect:
    window('09:00', '17:00').in(ZoneId.of('Asia/Tokyo')).nextOpening(Instant.parse('2026-06-01T13:00:00Z')) ==
        Instant.parse('2026-06-02T00:00:00Z')
    SendWindow.always(NEW_YORK).isOpen(Instant.EPOCH)
  }

  private static SendWindow window(String start, String end) {
    new SendWindow(LocalTime.parse(start), LocalTime.parse(end), NEW_YORK)
  }

  private static Instant local(CharSequence text) {
    LocalDateTime.parse(text).atZone(NEW_YORK).toInstant()
  }
}
