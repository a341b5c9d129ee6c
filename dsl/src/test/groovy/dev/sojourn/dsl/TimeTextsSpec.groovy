package dev.sojourn.dsl

import java.time.DayOfWeek
import java.time.LocalTime
import java.time.ZoneId
import spock.lang.Specification

class TimeTextsSpec extends Specification {

  def "every day has its name and its three letters, in any case"() {
    expect:
    DayOfWeek.values().every { day ->
      def name = day.name()
      [name, name.toLowerCase(), name.take(3), name.take(3).toLowerCase(), name.capitalize()]
          .every { TimeTexts.weekday(it) == day }
    }
  }

  def "'#text' is no day"() {
    when:
    TimeTexts.weekday(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', 'm', 'mo', 'mond', 'montag', ' mon']
  }

  def "times have two digits each"() {
    expect:
    TimeTexts.time('00:00') == LocalTime.MIDNIGHT
    TimeTexts.time('23:59') == LocalTime.of(23, 59)
  }

  def "'#text' is no time"() {
    when:
    TimeTexts.time(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', '9:00', '24:00', '12:60', '09:00:00', '9am', '0900', '٠٩:٠٠']
  }

  def "zones are those that are known"() {
    expect:
    TimeTexts.zone('Europe/Berlin') == ZoneId.of('Europe/Berlin')

    when:
    TimeTexts.zone('Europe/Berln')

    then:
    thrown(IllegalArgumentException)
  }
}
