package dev.sojourn.runtime.app

import dev.sojourn.hatchet.wire.DispatcherGrpc
import dev.sojourn.hatchet.wire.GetVersionRequest
import dev.sojourn.hatchet.wire.GetVersionResponse
import dev.sojourn.runtime.database.TestDatabase
import io.grpc.Metadata
import io.grpc.ServerCall
import io.grpc.ServerCallHandler
import io.grpc.ServerInterceptor
import io.grpc.Status
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder
import io.grpc.stub.StreamObserver
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** `./sojourn bootstrap`, with a `docker` that only says what the real one would. */
class BootstrapDatabaseSpec extends Specification {
  static final TOKEN = "eyJhbGciOiJFUzI1NiJ9.${'{"sub":"t","server_url":"http://localhost:1","grpc_broadcast_address":"localhost:1","exp":4102444800}'.bytes.encodeBase64Url()}.c2lnbmVkLWJ5LW5vYm9keQ".toString()

  @TempDir Path checkout
  @Shared @AutoCleanup TestDatabase database = TestDatabase.empty()
  @Shared Set<String> accepted = Collections.synchronizedSet([] as Set)
  @Shared int engine
  @Shared server

  def setupSpec() {
    def key = Metadata.Key.of('authorization', Metadata.ASCII_STRING_MARSHALLER)
    server = NettyServerBuilder.forPort(0)
        .addService(new DispatcherGrpc.DispatcherImplBase() {
          @Override
          void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> out) {
            out.onNext(GetVersionResponse.newBuilder().setVersion('v0.104.7').build())
            out.onCompleted()
          }
        })
        .intercept(new ServerInterceptor() {
          @Override
          ServerCall.Listener interceptCall(ServerCall call, Metadata headers, ServerCallHandler next) {
            if (!(headers.get(key)?.minus('Bearer ') in accepted)) {
              call.close(Status.UNAUTHENTICATED.withDescription('invalid auth token'), new Metadata())
              return new ServerCall.Listener() { }
            }
            next.startCall(call, headers)
          }
        })
        .build().start()
    engine = server.port
  }

  def cleanupSpec() {
    server?.shutdownNow()
  }

  def setup() {
    Files.createDirectories(checkout.resolve('docker'))
    Files.createDirectories(checkout.resolve('bin'))
    ['docker/compose.yaml', 'docker/env.example'].each { Files.copy(Readme.ROOT.resolve(it), checkout.resolve(it)) }
    accepted.clear()
    accepted << TOKEN
    docker()
  }

  def "seven steps say what they did, and a second run finds it done and changes nothing"() {
    when:
    def first = bootstrap()

    then:
    first.code == 0
    first.out.findAll { it.startsWith('[') }*.take(5) == (1..7).collect { "[$it/7]".toString() }
    first.out.any { it == '[2/7] .env: written, fresh in it: POSTGRES_PASSWORD, HATCHET_DATABASE_PASSWORD, AUTH_SECRET' }
    first.out.any { it == '[4/7] containers: started, healthy' }
    first.out.any { it == '[5/7] token: minted, since there was none' }
    first.out.any { it =~ /\[7\/7] key: SOJOURN_DATA_KEY made/ }
    env().HATCHET_CLIENT_TOKEN == TOKEN
    env().POSTGRES_PASSWORD ==~ /[0-9a-f]{64}/
    env().AUTH_SECRET.size() == 64
    env().SOJOURN_DATA_KEY.startsWith('sk_')
    PosixFilePermissions.toString(Files.getPosixFilePermissions(checkout.resolve('.env'))) == 'rw-------'
    !first.out.join('\n').contains(env().AUTH_SECRET)
    !first.out.join('\n').contains(TOKEN)
    keys() == ['bootstrap data']

    when:
    def before = Files.readString(checkout.resolve('.env'))
    def second = bootstrap()

    then:
    second.code == 0
    second.out.any { it == '[2/7] .env: found' }
    second.out.any { it == '[4/7] containers: found running' }
    second.out.any { it == '[5/7] token: found, and the engine takes it' }
    second.out.any { it =~ /\[7\/7] key: SOJOURN_DATA_KEY found/ }
    Files.readString(checkout.resolve('.env')) == before
    keys() == ['bootstrap data']
    calls().count { it.contains('token create') } == 1
  }

  def "a run that ends after step #step is finished by the next one"() {
    when: 'a docker that fails there, as a machine that is switched off'
    docker(fails)
    def cut = bootstrap()

    then:
    cut.code == 1
    cut.out.findAll { it.startsWith('[') }.size() == step

    when:
    def kept = Files.exists(checkout.resolve('.env')) ? env() : [:]
    docker()
    def next = bootstrap()

    then:
    next.code == 0
    env().subMap(kept.keySet() - 'HATCHET_CLIENT_TOKEN') == kept.findAll { it.key != 'HATCHET_CLIENT_TOKEN' }

    where:
    step | fails
    0    | 'compose version'
    2    | 'ps --services'
    3    | 'up --detach'
    4    | 'token create'
  }

  def "a token that the engine refuses is minted anew, and what an operator wrote stays"() {
    given:
    settings()
    Files.writeString(checkout.resolve('.env'), Files.readString(checkout.resolve('.env')) + "# mine\nHATCHET_CLIENT_TOKEN=${TOKEN}x\nEMAIL_FROM=\"Me <me@example.com>\"\nOTHER=1\n")

    when:
    def run = bootstrap()

    then:
    run.code == 0
    run.out.any { it == '[5/7] token: minted, since the one in .env is refused' }
    env().subMap(['HATCHET_CLIENT_TOKEN', 'EMAIL_FROM', 'OTHER']) == [HATCHET_CLIENT_TOKEN: TOKEN, EMAIL_FROM: '"Me <me@example.com>"', OTHER: '1']
    Files.readString(checkout.resolve('.env')).contains('# mine\n')
  }

  def "a port that another process has is moved, with the addresses that name it"() {
    given:
    def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    def password = 'p' * 32

    when:
    def changes = BootstrapPorts.changes([POSTGRES_PASSWORD: password, POSTGRES_PORT: "$taken.localPort".toString(), REDIS_PORT: '6380', DATABASE_URL: '',
        REDIS_URL: 'redis://elsewhere:1'], ['redis', 'hatchet'] as Set)

    then:
    def moved = changes.POSTGRES_PORT as int
    moved > taken.localPort
    changes.DATABASE_URL == "postgresql://sojourn:$password@127.0.0.1:$moved/sojourn"
    !changes.containsKey('REDIS_URL')
    changes.HATCHET_CLIENT_HOST_PORT == 'localhost:7077'

    and: 'containers that run have their ports themselves'
    BootstrapPorts.changes([POSTGRES_PASSWORD: password, POSTGRES_PORT: "$taken.localPort".toString()], ['postgres', 'redis', 'hatchet'] as Set)
        .POSTGRES_PORT == null

    cleanup:
    taken.close()
  }

  def "without Docker, and outside of a checkout, it says what is missing"() {
    when:
    Files.delete(checkout.resolve('bin/docker'))
    def without = process()

    then:
    without.code == 1
    without.out == ["sojourn: no 'docker' on the PATH; install Docker with its compose plugin, or use './sojourn dev', which needs none"]

    when:
    Files.delete(checkout.resolve('docker/compose.yaml'))
    def outside = process()

    then:
    outside.code == 1
    outside.out.size() == 1
    outside.out[0].contains('expected a checkout of Sojourn')
  }

  /** Where the databases really are, in place of the containers. */
  private void settings() {
    Files.writeString(checkout.resolve('.env'), "DATABASE_URL=$database.url\nHATCHET_CLIENT_HOST_PORT=localhost:$engine\nHATCHET_CLIENT_TLS_STRATEGY=none\n")
  }

  /** A docker that notes what it is asked, and fails at what is named. */
  private void docker(String fails = 'nothing') {
    def path = checkout.resolve('bin/docker')
    Files.writeString(path, """\
#!/usr/bin/env bash
echo "\$*" >> '$checkout/calls'
case "\$*" in
  *'$fails'*) echo 'the machine is off' >&2; exit 1 ;;
  'version '*) echo 27.3.1 ;;
  'compose version '*) echo 2.29.7 ;;
  *' ps '*) cat '$checkout/running' 2>/dev/null || true ;;
  *' up '*) printf 'postgres\\nredis\\nhatchet\\n' > '$checkout/running' ;;
  *'token create'*) echo 'a line of a log'; echo '$TOKEN' ;;
esac
""")
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString('rwxr-xr-x'))
  }

  private Map bootstrap() {
    prepare()
    def out = new StringWriter()
    def lifetime = new Lifetime()
    def code = 0
    try {
      new Bootstrap(checkout, new Docker(checkout, checkout.resolve('bin/docker').toString()), new PrintWriter(out)).run(lifetime)
    } catch (NotStarted refused) {
      code = 1
      out.write("sojourn: $refused.message\n")
    } finally {
      lifetime.close()
    }
    [code: code, out: out.toString().readLines().findAll { !it.isBlank() }]
  }

  /** The same, as an operator runs it. */
  private Map process() {
    def builder = new ProcessBuilder(Shipped.command(['-Xmx256m', "-Dsojourn.checkout=$checkout".toString()] + ClassArchive.OPTIONS, 'bootstrap'))
    builder.environment().PATH = "${checkout.resolve('bin')}:/nowhere".toString()
    builder.redirectErrorStream(true)
    def log = checkout.resolve('log')
    builder.redirectOutput(log.toFile())
    def process = builder.start()
    assert process.waitFor(120, TimeUnit.SECONDS)
    [code: process.exitValue(), out: Files.readAllLines(log).findAll { !it.isBlank() }]
  }

  private void prepare() {
    if (!Files.exists(checkout.resolve('.env'))) {
      def text = Files.readString(Readme.ROOT.resolve('docker/env.example'))
          .replace('DATABASE_URL=\n', "DATABASE_URL=$database.url\n").replace('HATCHET_CLIENT_HOST_PORT=\n', "HATCHET_CLIENT_HOST_PORT=localhost:$engine\n")
      Files.writeString(checkout.resolve('docker/env.example'), text)
    }
  }

  private Map<String, String> env() {
    Files.readAllLines(checkout.resolve('.env')).findAll { it =~ /^\w+=/ }.collectEntries { it.split('=', 2) as List }.findAll { it.value }
  }

  private List<String> calls() {
    Files.readAllLines(checkout.resolve('calls'))
  }

  private List<String> keys() {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery('select name from api_keys order by id')
      def names = []
      while (rows.next()) {
        names << rows.getString(1)
      }
      names
    }
  }
}
