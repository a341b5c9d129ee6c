package dev.sojourn.hatchet

import com.google.protobuf.Any
import com.google.rpc.Code
import com.google.rpc.Status as RpcStatus
import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.wire.BulkTriggerIdempotencyCollisionError
import dev.sojourn.hatchet.wire.IdempotencyCollisionError
import io.grpc.Status
import io.grpc.protobuf.StatusProto
import javax.net.ssl.SSLHandshakeException
import spock.lang.Specification

class FailuresSpec extends Specification {

  static final PLAIN = config('none')
  static final TLS = config('tls')

  def "#what is told in one line that names the setting"() {
    when:
    def e = Failures.of('GetVersion', status.withCause(cause).asRuntimeException(), settings, sent)

    then:
    e.kind() == kind
    e.message.lines().count() == 1
    e.message.contains(says)

    where:
    what                        | settings | status                 | cause | sent || kind             | says
    'a refused token'           | PLAIN    | Status.UNAUTHENTICATED | null | true  || Kind.TOKEN       | 'HATCHET_CLIENT_TOKEN'
    'a plaintext engine'        | TLS      | Status.UNAVAILABLE     | new IOException('not an SSL/TLS record: 0000') | false || Kind.TLS         | "set it to 'none'"
    'an engine with TLS'        | PLAIN    | Status.UNAVAILABLE     | new IOException('First received frame was not SETTINGS') | false || Kind.TLS         | "set it to 'tls'"
    'a certificate of a stranger' | TLS    | Status.UNAVAILABLE     | new SSLHandshakeException('PKIX path building failed') | false || Kind.TLS         | 'HATCHET_CLIENT_TLS_ROOT_CA_FILE'
    'a certificate of another name' | TLS  | Status.UNAVAILABLE     | new SSLHandshakeException('No name matching hatchet found') | false || Kind.TLS         | 'HATCHET_CLIENT_TLS_SERVER_NAME'
    'another trouble with TLS'  | TLS      | Status.UNAVAILABLE     | new SSLHandshakeException('100% bad') | false || Kind.TLS         | '100% bad'
    'an unknown host'           | PLAIN    | Status.UNAVAILABLE     | new UnknownHostException('hatchet') | false || Kind.UNREACHABLE | 'no host of that name'
    'a closed port'             | PLAIN    | Status.UNAVAILABLE     | new ConnectException('Connection refused: hatchet') | false || Kind.UNREACHABLE | 'nothing listens there'
    'an engine without the call' | PLAIN   | Status.UNIMPLEMENTED   | null | true  || Kind.TOO_OLD     | 'v0.104.7 or newer'
    'a stream that was ended'   | TLS      | Status.UNAVAILABLE.withDescription('going away') | null | true  || Kind.UNANSWERED | 'going away'
    'a call without an answer'  | PLAIN    | Status.DEADLINE_EXCEEDED | null | true  || Kind.UNANSWERED | 'in time'
    'a limit'                   | PLAIN    | Status.RESOURCE_EXHAUSTED | null | true  || Kind.LIMITED     | 'hatchet:7077'
    'a message that is too long' | PLAIN  | Status.RESOURCE_EXHAUSTED.withDescription('received message larger than max') | null | true || Kind.TOO_LARGE | 'larger'
    'a connection that broke'   | PLAIN    | Status.UNKNOWN.withDescription('channel closed') | null | true || Kind.UNANSWERED | 'channel closed'
    'a failure of the engine'   | PLAIN    | Status.INTERNAL        | null | true  || Kind.ENGINE      | 'INTERNAL'
  }

  def "a run that exists already is named"() {
    given:
    def one = IdempotencyCollisionError.newBuilder().setExistingRunExternalId('run-1').build()
    def bulk = BulkTriggerIdempotencyCollisionError.newBuilder()
        .addSuccessfulWorkflowRunExternalIds('run-2').addCollisions(one).build()

    when:
    def single = Failures.of('TriggerWorkflow', exists(one), PLAIN, true) as DuplicateRunException
    def several = Failures.of('BulkTriggerWorkflow', exists(bulk), PLAIN, true) as DuplicateRunException

    then:
    single.existing() == ['run-1']
    several.existing() == ['run-1']
    several.started() == ['run-2']
  }

  static exists(com.google.protobuf.Message detail) {
    StatusProto.toStatusRuntimeException(
        RpcStatus.newBuilder().setCode(Code.ALREADY_EXISTS_VALUE).addDetails(Any.pack(detail)).build())
  }

  static HatchetConfig config(String strategy) {
    HatchetConfig.from(
        HATCHET_CLIENT_TOKEN: HatchetConfigSpec.token(HatchetConfigSpec.CLAIMS), HATCHET_CLIENT_TLS_STRATEGY: strategy)
  }
}
