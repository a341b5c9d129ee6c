package dev.sojourn.hatchet;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.wire.BulkTriggerIdempotencyCollisionError;
import dev.sojourn.hatchet.wire.IdempotencyCollisionError;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a failed call says, in one line, to the person who must act. */
final class Failures {
  private Failures() {}

  /**
   * The failure of a call.
   *
   * @param call name of the method
   * @param failure what gRPC threw
   * @param sent whether the request may have reached the engine
   */
  static HatchetException of(String call, Throwable failure, HatchetConfig config, boolean sent) {
    if (failure instanceof HatchetException known) {
      return known;
    }
    var status = Status.fromThrowable(failure);
    var text = Objects.requireNonNullElse(status.getDescription(), status.getCode().name());
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> token(failure, config);
      case UNAVAILABLE ->
          sent ? unanswered(call, text, failure, config) : unavailable(failure, config);
      case DEADLINE_EXCEEDED ->
          failed(silence(sent), call, config, "did not answer in time", failure);
      case CANCELLED, UNKNOWN, ABORTED ->
          failed(silence(sent), call, config, "was cut off, " + text, failure);
      case INVALID_ARGUMENT, OUT_OF_RANGE -> failed(Kind.INVALID, call, config, text, failure);
      case NOT_FOUND -> failed(Kind.NOT_FOUND, call, config, text, failure);
      case ALREADY_EXISTS -> duplicate(call, text, failure, config);
      case FAILED_PRECONDITION -> failed(Kind.OUT_OF_TURN, call, config, text, failure);
      case RESOURCE_EXHAUSTED ->
          failed(
              text.contains("larger than max") ? Kind.TOO_LARGE : Kind.LIMITED,
              call,
              config,
              text,
              failure);
      case UNIMPLEMENTED -> tooOld("it has no " + call, config);
      default -> failed(Kind.ENGINE, call, config, status.getCode() + " " + text, failure);
    };
  }

  private static Kind silence(boolean sent) {
    return sent ? Kind.UNANSWERED : Kind.UNREACHABLE;
  }

  private static HatchetException unanswered(
      String call, String text, Throwable failure, HatchetConfig config) {
    var cause = failure.getCause() == null ? "" : " (" + innermost(failure) + ")";
    return failed(Kind.UNANSWERED, call, config, text + cause, failure);
  }

  /** An engine that is older than what is spoken. */
  static HatchetException tooOld(String found, HatchetConfig config) {
    return new HatchetException(
        Kind.TOO_OLD,
        "the engine at '%s' is too old (%s): %s or newer is needed; upgrade it, or if it was built without a version, set its SERVER_VERSION_OVERRIDE"
            .formatted(config.address(), found, config.calls().minimumEngine()));
  }

  private static HatchetException failed(
      Kind kind, String call, HatchetConfig config, String what, Throwable cause) {
    return new HatchetException(
        kind, "%s at '%s': %s".formatted(call, config.address(), what), cause);
  }

  private static HatchetException token(Throwable failure, HatchetConfig config) {
    return new HatchetException(
        Kind.TOKEN,
        "HATCHET_CLIENT_TOKEN is refused by the engine at '%s' (tenant '%s', REST at '%s'); mint a new one if the engine's SERVER_URL, keys or database changed"
            .formatted(config.address(), config.tenant(), config.token().serverUrl()),
        failure);
  }

  private static HatchetException unavailable(Throwable failure, HatchetConfig config) {
    var said = chain(failure);
    var address = config.address();
    if (config.tls().strategy() == TlsConfig.Strategy.NONE) {
      if (hasAny(said, "was not settings", "network closed for unknown reason")) {
        return tls(
            "is 'none', but '%s' closes plaintext connections, as an engine with TLS does; set it"
                + " to 'tls', or SERVER_GRPC_INSECURE=true for the engine",
            address, failure);
      }
    } else if (hasAny(said, "notsslrecord", "not an ssl/tls record", "performing tls negot")) {
      return tls(
          "is 'tls', but '%s' answers in plaintext; set it to 'none', or give the engine a"
              + " certificate",
          address, failure);
    } else if (hasAny(said, "certification path", "pkix", "certificate_verify_failed")) {
      return tls(
          "is 'tls', but the certificate of '%s' is not trusted; name its issuer in"
              + " HATCHET_CLIENT_TLS_ROOT_CA_FILE",
          address, failure);
    } else if (hasAny(said, "no subject alternative", "no name matching")) {
      return tls(
          "is 'tls', but the certificate of '%s' is for another name; set"
              + " HATCHET_CLIENT_TLS_SERVER_NAME to that name",
          address, failure);
    } else if (hasAny(said, "sslhandshakeexception", "sslexception", "alert")) {
      return tls(
          "does not lead to a TLS connection with '%s' ("
              + innermost(failure).replace("%", "%%")
              + "); compare certificates and versions of both sides",
          address,
          failure);
    }
    var why =
        hasAny(said, "unknownhost", "unresolved", "unable to resolve")
            ? "no host of that name"
            : hasAny(said, "connection refused") ? "nothing listens there" : innermost(failure);
    return new HatchetException(
        Kind.UNREACHABLE,
        "the engine at '%s' is not reached (%s); check that it runs, and HATCHET_CLIENT_HOST_PORT"
            .formatted(address, why),
        failure);
  }

  private static HatchetException tls(String what, String address, Throwable failure) {
    return new HatchetException(
        Kind.TLS, "HATCHET_CLIENT_TLS_STRATEGY " + what.formatted(address), failure);
  }

  private static HatchetException duplicate(
      String call, String text, Throwable failure, HatchetConfig config) {
    var status = StatusProto.fromThrowable(failure);
    var message = "%s at '%s': %s".formatted(call, config.address(), text);
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        try {
          if (detail.is(IdempotencyCollisionError.class)) {
            var one = detail.unpack(IdempotencyCollisionError.class);
            return new DuplicateRunException(
                message, List.of(one.getExistingRunExternalId()), List.of());
          }
          if (detail.is(BulkTriggerIdempotencyCollisionError.class)) {
            var bulk = detail.unpack(BulkTriggerIdempotencyCollisionError.class);
            return new DuplicateRunException(
                message,
                bulk.getCollisionsList().stream()
                    .map(IdempotencyCollisionError::getExistingRunExternalId)
                    .toList(),
                bulk.getSuccessfulWorkflowRunExternalIdsList());
          }
        } catch (InvalidProtocolBufferException e) {
          return new HatchetException(Kind.EXISTS, message, e);
        }
      }
    }
    return new HatchetException(Kind.EXISTS, message, failure);
  }

  /** Classes and messages of a failure and its causes, in lower case. */
  private static String chain(Throwable failure) {
    var text = new StringBuilder();
    int depth = 0;
    for (Throwable at = failure; at != null && depth < 10; at = at.getCause(), depth++) {
      text.append(at.getClass().getSimpleName()).append(' ').append(at.getMessage()).append('\n');
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static String innermost(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at.getCause() != null && depth < 10; depth++) {
      at = at.getCause();
    }
    var message = at.getMessage();
    return message == null ? at.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static boolean hasAny(String said, String... words) {
    for (String word : words) {
      if (said.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
