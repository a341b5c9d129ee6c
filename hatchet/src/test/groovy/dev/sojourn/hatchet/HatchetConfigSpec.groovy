package dev.sojourn.hatchet

import dev.sojourn.hatchet.HatchetException.Kind
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

class HatchetConfigSpec extends Specification {

  static final CLAIMS = [
      sub: 'tenant-1', server_url: 'http://hatchet:8080', grpc_broadcast_address: 'hatchet:7077', exp: 1_900_000_000]

  @TempDir
  Path folder

  def "a token alone is enough, the rest has defaults"() {
    when:
    def config = HatchetConfig.from(HATCHET_CLIENT_TOKEN: token(CLAIMS))

    then:
    config.tenant() == 'tenant-1'
    config.address() == 'hatchet:7077'
    config.serverUrl() == URI.create('http://hatchet:8080')
    config.namespace() == Namespace.NONE
    config.tls() == TlsConfig.tls()
    config.calls() == CallConfig.defaults()
  }

  def "#name is read"() {
    when:
    def config = HatchetConfig.from([HATCHET_CLIENT_TOKEN: token(CLAIMS), ("HATCHET_CLIENT_$name" as String): value])

    then:
    found(config) == expected

    where:
    name                           | value                  || expected                     | found
    'HOST_PORT'                    | '[::1]:7070'           || '[::1]:7070'                 | { it.address() }
    'SERVER_URL'                   | 'https://x.example/'   || URI.create('https://x.example') | { it.serverUrl() }
    'API_URL'                      | 'https://x.example'    || URI.create('https://x.example') | { it.serverUrl() }
    'TENANT_ID'                    | 'other'                || 'other'                      | { it.tenant() }
    'NAMESPACE'                    | 'Team'                 || new Namespace('team_')       | { it.namespace() }
    'TLS_STRATEGY'                 | 'none'                 || TlsConfig.Strategy.NONE      | { it.tls().strategy() }
    'TLS_SERVER_NAME'              | 'engine'               || 'engine'                     | { it.tls().serverName() }
    'TLS_MIN_VERSION'              | '1.2'                  || '1.2'                        | { it.tls().minVersion() }
    'TLS_ROOT_CA'                  | 'pem'                  || 'pem'                        | { it.tls().rootCa() }
    'GRPC_MAX_RECV_MESSAGE_LENGTH' | '1000'                 || 1000                         | { it.calls().maxReceiveBytes() }
    'GRPC_MAX_SEND_MESSAGE_LENGTH' | '1000'                 || 1000                         | { it.calls().maxSendBytes() }
    'NO_GRPC_RETRY'                | 'true'                 || false                        | { it.calls().retry() }
    'DISABLE_GZIP_COMPRESSION'     | 'false'                || true                         | { it.calls().compress() }
  }

  def "certificates are read from files"() {
    given:
    def file = folder.resolve('ca.pem')
    Files.writeString(file, 'certificate')

    when:
    def config = HatchetConfig.from(HATCHET_CLIENT_TOKEN: token(CLAIMS), HATCHET_CLIENT_TLS_ROOT_CA_FILE: file.toString())

    then:
    config.tls().rootCa() == 'certificate'
  }

  def "every wrong setting is named at once"() {
    when:
    HatchetConfig.from(
        HATCHET_CLIENT_TOKEN: token(CLAIMS),
        HATCHET_CLIENT_HOST_PORT: 'hatchet',
        HATCHET_CLIENT_SERVER_URL: 'hatchet',
        HATCHET_CLIENT_TLS_STRATEGY: 'ssl',
        HATCHET_CLIENT_TLS_KEY_FILE: '/nowhere/key.pem',
        HATCHET_CLIENT_TLS_MIN_VERSION: '1.0',
        HATCHET_CLIENT_GRPC_MAX_RECV_MESSAGE_LENGTH: 'many',
        HATCHET_CLIENT_NO_RETRY: 'yes')

    then:
    def e = thrown(HatchetException)
    e.kind() == Kind.SETTING
    e.message.lines().toList() == [
        "HATCHET_CLIENT_HOST_PORT 'hatchet' is not host:port",
        "HATCHET_CLIENT_SERVER_URL 'hatchet' is not an http or https URL",
        "HATCHET_CLIENT_TLS_STRATEGY 'ssl' is not one of none, tls, mtls",
        "HATCHET_CLIENT_TLS_KEY_FILE '/nowhere/key.pem' cannot be read",
        "HATCHET_CLIENT_TLS_MIN_VERSION '1.0' is not one of 1.2, 1.3",
        "HATCHET_CLIENT_GRPC_MAX_RECV_MESSAGE_LENGTH 'many' is not a number of bytes from 1 to 999999999",
        "HATCHET_CLIENT_NO_RETRY 'yes' is not one of true, false"]
  }

  def "a token that is #wrong is told in one line"() {
    when:
    HatchetConfig.from(env)

    then:
    def e = thrown(HatchetException)
    e.message.lines().count() == 1
    e.message.startsWith('HATCHET_CLIENT_')
    e.message.contains(says)

    where:
    wrong                | env                                                         || says
    'missing'            | [:]                                                         || 'is not set'
    'no JWT'             | [HATCHET_CLIENT_TOKEN: 'abc']                               || 'has 1 parts'
    'not of claims'      | [HATCHET_CLIENT_TOKEN: 'a.b?.c']                            || 'claims'
    'without an address' | [HATCHET_CLIENT_TOKEN: token(CLAIMS - [grpc_broadcast_address: 'hatchet:7077'])] || 'HOST_PORT'
    'without a tenant'   | [HATCHET_CLIENT_TOKEN: token(CLAIMS - [sub: 'tenant-1'])]   || 'TENANT_ID'
  }

  def "a mutual strategy needs a certificate and a key"() {
    when:
    HatchetConfig.from(HATCHET_CLIENT_TOKEN: token(CLAIMS), HATCHET_CLIENT_TLS_STRATEGY: 'mtls')

    then:
    def e = thrown(HatchetException)
    e.message.contains('TLS_CERT_FILE')
  }

  def "an expired token is told with its end"() {
    given:
    def config = HatchetConfig.from(HATCHET_CLIENT_TOKEN: token(CLAIMS))

    expect:
    config.complaint(Instant.ofEpochSecond(1_899_999_999)) == ''
    config.complaint(Instant.ofEpochSecond(1_900_000_000)).contains('2030-03-17T17:46:40Z')
  }

  def "secrets are in no text"() {
    given:
    def config = HatchetConfig.from(
        HATCHET_CLIENT_TOKEN: token(CLAIMS), HATCHET_CLIENT_TLS_STRATEGY: 'mtls', HATCHET_CLIENT_TLS_CERT: 'c', HATCHET_CLIENT_TLS_KEY: 'the-key')

    expect:
    !config.toString().contains(config.token().text())
    !config.toString().contains('the-key')
  }

  static String token(Map claims) {
    'e30.' + Base64.urlEncoder.withoutPadding().encodeToString(Json.of(claims).text().bytes) + '.c2ln'
  }
}
