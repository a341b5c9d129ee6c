package dev.sojourn.runtime.http

import spock.lang.Specification

class WhenceSpec extends Specification {
  def "'#ip' counts as '#network'"() {
    expect:
    Whence.network(ip) == network
    new Whence(ip).asker() == new Whence(network).asker()

    where:
    ip                          || network
    '192.0.2.7'                 || '192.0.2.7'
    '::ffff:192.0.2.7'          || '192.0.2.7'
    '2001:db8:1:2:3:4:5:6'      || '2001:db8:1:2'
    '2001:0DB8:0001:0002::1'    || '2001:db8:1:2'
    '2001:db8::1'               || '2001:db8:0:0'
    '2001:db8::3:4:5:6'         || '2001:db8:0:0'
    'fe80::1%eth0'              || 'fe80:0:0:0'
    '::1'                       || '0:0:0:0'
    '::'                        || '0:0:0:0'
  }

  def "what a proxy says as '#said' is '#ip'"() {
    expect:
    Whence.bare(said) == ip

    where:
    said                   || ip
    '192.0.2.7'            || '192.0.2.7'
    '192.0.2.7:51324'      || '192.0.2.7'
    '2001:db8::1'          || '2001:db8::1'
    '[2001:db8::1]'        || '2001:db8::1'
    '[2001:db8::1]:51324'  || '2001:db8::1'
    'unknown'              || 'unknown'
    '1.2.3:4'              || '1.2.3:4'
  }

  def "another network counts by itself"() {
    expect:
    new Whence('192.0.2.7').asker() != new Whence('192.0.2.8').asker()
    new Whence('2001:db8:1:2::1').asker() != new Whence('2001:db8:1:3::1').asker()
    new Whence(null).asker() == new Whence(null).asker()
  }
}
