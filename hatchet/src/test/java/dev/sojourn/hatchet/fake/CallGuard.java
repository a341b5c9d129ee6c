package dev.sojourn.hatchet.fake;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every call passes: the token, the faults of calls, the count of calls by method. */
final class CallGuard implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final FakeToken token;
  private final Faults faults;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  CallGuard(FakeToken token, Faults faults) {
    this.token = token;
    this.faults = faults;
  }

  /** How often the method was called, as {@code EventsService/Push}; refused calls count. */
  int count(String method) {
    return counts.getOrDefault(method, 0);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    counts.merge(method, 1, Integer::sum);
    if (faults.isRejectingTokens() || !token.isCarriedBy(headers.get(AUTHORIZATION))) {
      call.close(Status.UNAUTHENTICATED.withDescription("invalid auth token"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    Faults.CallFault fault = faults.onCall(method).orElse(null);
    if (fault == null) {
      return next.startCall(call, headers);
    }
    if (!fault.isAfter()) {
      call.close(fault.status(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(new LosingCall<>(call, fault.status()), headers);
  }

  /** A call whose answer is replaced by a failure. */
  private static final class LosingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Status status;

    private LosingCall(ServerCall<Q, A> call, Status status) {
      super(call);
      this.status = status;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      // Nothing of the answer arrives.
    }

    @Override
    public void sendMessage(A message) {
      // Nothing of the answer arrives.
    }

    @Override
    public void close(Status done, Metadata trailers) {
      super.close(status, new Metadata());
    }
  }
}
