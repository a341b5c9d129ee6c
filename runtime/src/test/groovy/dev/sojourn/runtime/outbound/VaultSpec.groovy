package dev.sojourn.runtime.outbound

import spock.lang.Specification

class VaultSpec extends Specification {
  def "what is sealed opens with the secret, also when that is an older one"() {
    given:
    def sealed = new Vault(['old']).seal('whsec_ä')

    expect:
    !sealed.contains('whsec')
    new Vault(['old']).open(sealed) == 'whsec_ä'
    new Vault(['new', 'old']).open(sealed) == 'whsec_ä'
    new Vault(['old']).seal('whsec_ä') != sealed
  }

  def "without a secret it is stored as it is, and opens later with one"() {
    expect:
    new Vault([]).seal('whsec_1') == 'plain:whsec_1'
    new Vault(['new']).open('plain:whsec_1') == 'whsec_1'
  }

  def "what was sealed under another secret, or changed, does not open"() {
    given:
    def sealed = new Vault(['old']).seal('whsec_1')
    def bytes = sealed.substring(5).decodeBase64()
    bytes[20] = (byte) (bytes[20] ^ 1)

    when:
    vault.open(changed ? 'gcm1:' + bytes.encodeBase64() : sealed)

    then:
    def failed = thrown(IllegalStateException)
    failed.message.contains('another AUTH_SECRET')
    !failed.message.contains('whsec_1')

    where:
    vault              | changed
    new Vault(['new']) | false
    new Vault([])      | false
    new Vault(['old']) | true
  }
}
