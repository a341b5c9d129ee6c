package dev.sojourn.core.schedule

import java.time.ZoneId
import spock.lang.Specification

class TimeZonesSpec extends Specification {

  def "explicit #explicit, properties #properties, default #byDefault: #zone"() {
    expect:
    TimeZones.of(explicit, properties.&get, byDefault) == ZoneId.of(zone)

    where:
    explicit     | properties                                                | byDefault      || zone
    'Asia/Tokyo' | [$timezone: 'Europe/Paris', timezone: 'Europe/Rome']      | 'Asia/Tehran'  || 'Asia/Tokyo'
    null         | [$timezone: 'Europe/Paris', timezone: 'Europe/Rome']      | 'Asia/Tehran'  || 'Europe/Paris'
    null         | [$geoip_time_zone: 'Asia/Seoul', timezone: 'Europe/Rome'] | 'Asia/Tehran'  || 'Asia/Seoul'
    null         | [timezone: 'Europe/Rome']                                 | 'Asia/Tehran'  || 'Europe/Rome'
    null         | [:]                                                       | 'Asia/Tehran'  || 'Asia/Tehran'
    null         | [:]                                                       | null           || 'UTC'
    'Mars/Base'  | [$timezone: 'nowhere', timezone: ' Europe/Rome ']         | 'Asia/Tehran'  || 'Europe/Rome'
    ''           | [$timezone: 5, timezone: ['Europe/Rome']]                 | 'Asia/Tehran'  || 'Asia/Tehran'
    null         | [timezone: 'europe/rome']                                 | 'Asia/Teheran' || 'UTC'
    null         | [timezone: "Europe/${'Rome'}"]                            | null           || 'Europe/Rome'
  }
}
