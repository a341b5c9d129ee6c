package dev.sojourn.hatchet

import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.wire.DispatcherGrpc
import dev.sojourn.hatchet.wire.GetVersionRequest
import dev.sojourn.hatchet.wire.GetVersionResponse
import io.grpc.Status
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder
import io.grpc.stub.StreamObserver
import java.nio.file.Path
import java.security.KeyStore
import java.time.Duration
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import javax.net.ssl.KeyManagerFactory
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The first connection, with and without TLS, to engines that differ in what they answer. */
class ConnectSpec extends Specification {

  static final PASSWORD = 'changeit'

  @Shared
  @TempDir
  Path folder

  @Shared
  int plain = 0

  @Shared
  int secured = 0

  @Shared
  String certificate

  @Shared
  List servers = []

  def setupSpec() {
    def store = folder.resolve('keys.p12').toString()
    keytool('-genkeypair', '-alias', 'engine', '-keyalg', 'EC', '-dname', 'CN=hatchet', '-ext', 'SAN=dns:hatchet', '-keystore', store)
    certificate = keytool('-exportcert', '-rfc', '-alias', 'engine', '-keystore', store)
    def keys = KeyStore.getInstance('PKCS12')
    folder.resolve('keys.p12').toFile().withInputStream { keys.load(it, PASSWORD.toCharArray()) }
    def managers = KeyManagerFactory.getInstance(KeyManagerFactory.defaultAlgorithm)
    managers.init(keys, PASSWORD.toCharArray())
    def tls = GrpcSslContexts.configure(SslContextBuilder.forServer(managers)).build()
    plain = started(NettyServerBuilder.forPort(0), 'v0.104.7')
    secured = started(NettyServerBuilder.forPort(0).sslContext(tls), 'v0.104.7')
  }

  def cleanupSpec() {
    servers*.shutdownNow()
  }

  def "an engine with TLS is met with its certificate and its name"() {
    expect:
    failure(secured, HATCHET_CLIENT_TLS_ROOT_CA: certificate, HATCHET_CLIENT_TLS_SERVER_NAME: 'hatchet') == null
  }

  def "an engine without TLS is met in plaintext"() {
    expect:
    failure(plain, HATCHET_CLIENT_TLS_STRATEGY: 'none') == null
  }

  def "#what is told in one line"() {
    when:
    def e = failure(settings, port(this))

    then:
    e.kind() == kind
    e.message.lines().count() == 1
    e.message.contains(says)

    where:
    what                              | port          | settings                                    || kind             | says
    'TLS to a plaintext engine'       | { it.plain }   | [:]                                         || Kind.TLS         | "set it to 'none'"
    'plaintext to an engine with TLS' | { it.secured } | [HATCHET_CLIENT_TLS_STRATEGY: 'none']       || Kind.TLS         | "set it to 'tls'"
    'a certificate of a stranger'     | { it.secured } | [:]                                         || Kind.TLS         | 'HATCHET_CLIENT_TLS_ROOT_CA_FILE'
    'a port where nobody listens'     | { 1 }          | [HATCHET_CLIENT_TLS_STRATEGY: 'none']       || Kind.UNREACHABLE | 'nothing listens there'
  }

  def "a certificate of another name is told in one line"() {
    when:
    def e = failure(secured, HATCHET_CLIENT_TLS_ROOT_CA: certificate)

    then:
    e.kind() == Kind.TLS
    e.message.contains('HATCHET_CLIENT_TLS_SERVER_NAME')
  }

  def "an engine that answers #answer is refused: #kind"() {
    given:
    def port = started(NettyServerBuilder.forPort(0), answer)

    when:
    def e = failure(port, HATCHET_CLIENT_TLS_STRATEGY: 'none')

    then:
    e.kind() == kind
    e.message.lines().count() == 1
    e.message.contains(says)

    where:
    answer                  || kind         | says
    'v0.104.6'              || Kind.TOO_OLD | 'it is v0.104.6'
    'v0.1.0-alpha.0'        || Kind.TOO_OLD | 'SERVER_VERSION_OVERRIDE'
    Status.UNIMPLEMENTED    || Kind.TOO_OLD | 'it has no GetVersion'
    Status.UNAUTHENTICATED  || Kind.TOKEN   | 'HATCHET_CLIENT_TOKEN'
  }

  def "certificates that are none are told before anything is sent"() {
    expect:
    failure(plain, HATCHET_CLIENT_TLS_ROOT_CA: 'nonsense').kind() == Kind.SETTING
  }

  /** What connecting fails with, null if it does not. */
  HatchetException failure(Map<String, String> env, int port) {
    def claims = HatchetConfigSpec.CLAIMS + [grpc_broadcast_address: "localhost:$port" as String]
    def calls = CallConfig.defaults().withConnectTimeout(Duration.ofSeconds(2))
    def config = HatchetConfig.from([HATCHET_CLIENT_TOKEN: HatchetConfigSpec.token(claims)] + env).withCalls(calls)
    try {
      HatchetClient.connect(config).toCompletableFuture().get(60, TimeUnit.SECONDS).close()
      null
    } catch (ExecutionException e) {
      e.cause as HatchetException
    }
  }

  int started(NettyServerBuilder builder, Object answer) {
    def server = builder.addService(new DispatcherGrpc.DispatcherImplBase() {
      @Override
      void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> out) {
        if (answer instanceof Status) {
          out.onError(answer.asRuntimeException())
        } else {
          out.onNext(GetVersionResponse.newBuilder().setVersion(answer as String).build())
          out.onCompleted()
        }
      }
    }).build().start()
    servers << server
    server.port
  }

  static String keytool(String... arguments) {
    def tool = Path.of(System.getProperty('java.home'), 'bin', 'keytool').toString()
    def process = ([tool, *arguments, '-storetype', 'PKCS12', '-storepass', PASSWORD] as List<String>).execute()
    def out = process.inputStream.text
    assert process.waitFor() == 0
    out
  }
}
