package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Circuit;
import dev.sojourn.core.webhook.Shares.Claimant;
import java.time.Instant;

/** One endpoint in this process: its circuit, and what is under way to it. */
final class Line {
  private Endpoint endpoint;
  private Circuit circuit = Circuit.CLOSED;
  private int underWay;
  private boolean mayHave = true;

  Line(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The endpoint as it is now; whoever changed it wants to see whether it works. */
  void becomes(Endpoint now) {
    if (!now.times().updatedAt().equals(endpoint.times().updatedAt())) {
      circuit = Circuit.CLOSED;
      mayHave = true;
    }
    endpoint = now;
  }

  /** Whether the endpoint was changed since it was read. */
  boolean isOlder(Claimed claim) {
    return endpoint.times().updatedAt().isBefore(claim.endpointAt());
  }

  Claimant claimant() {
    return new Claimant(endpoint.id(), underWay, circuit.isSuspect());
  }

  int underWay() {
    return underWay;
  }

  boolean isSuspect() {
    return circuit.isSuspect();
  }

  /** Whether there may be something for it that is due. */
  boolean mayHave() {
    return mayHave;
  }

  void mayHave(boolean now) {
    mayHave = now;
  }

  /** Whether it is left alone until its next probe. */
  boolean isBarred(Instant now) {
    return circuit.isOpen() && (underWay > 0 || now.isBefore(circuit.openUntil()));
  }

  /** When it is next asked, while it is left alone. */
  Instant barredUntil() {
    return circuit.openUntil();
  }

  void begins() {
    underWay++;
  }

  /** Answers whether it takes something again, after it did not. */
  boolean ends(boolean good, Instant now) {
    var recovers = good && circuit.isSuspect();
    underWay--;
    circuit = good ? circuit.succeeded() : circuit.failed(now);
    return recovers;
  }
}
