package dev.sojourn.hatchet;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Watches whether a call left this process: one that did not may be made again without harm. */
final class Sent extends ClientStreamTracer.Factory {
  private volatile boolean sent;

  boolean isSent() {
    return sent;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        sent = true;
      }
    };
  }
}
