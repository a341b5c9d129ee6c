package dev.sojourn.runtime.outside

import spock.lang.Specification

class PublicAddressSpec extends Specification {
  def "#address is #what"() {
    expect:
    PublicAddress.isOne(InetAddress.getByName(address)) == (what == 'public')

    where:
    address                    | what
    '8.8.8.8'                  | 'public'
    '192.0.3.1'                | 'public'
    '100.63.255.255'           | 'public'
    '2606:4700::1'             | 'public'
    '64:ff9b::808:808'         | 'public'
    '2002:808:808::1'          | 'public'
    '127.0.0.1'                | 'not'
    '127.1.2.3'                | 'not'
    '0.0.0.0'                  | 'not'
    '0.1.2.3'                  | 'not'
    '10.0.0.1'                 | 'not'
    '172.16.0.1'               | 'not'
    '192.168.1.1'              | 'not'
    '169.254.169.254'          | 'not'
    '100.64.0.1'               | 'not'
    '192.0.0.1'                | 'not'
    '192.0.2.1'                | 'not'
    '198.18.0.1'               | 'not'
    '198.51.100.1'             | 'not'
    '203.0.113.1'              | 'not'
    '224.0.0.1'                | 'not'
    '240.0.0.1'                | 'not'
    '255.255.255.255'          | 'not'
    '::1'                      | 'not'
    '::'                       | 'not'
    'fe80::1'                  | 'not'
    'fc00::1'                  | 'not'
    'fd12:3456::1'             | 'not'
    'fec0::1'                  | 'not'
    'ff02::1'                  | 'not'
    '2001:db8::1'              | 'not'
    '2001::1'                  | 'not'
    '100::1'                   | 'not'
    '::ffff:127.0.0.1'         | 'not'
    '::ffff:10.0.0.1'          | 'not'
    '::127.0.0.1'              | 'not'
    '64:ff9b::7f00:1'          | 'not'
    '64:ff9b::a9fe:a9fe'       | 'not'
    '2002:7f00:1::'            | 'not'
    '2002:a9fe:a9fe::'         | 'not'
  }
}
