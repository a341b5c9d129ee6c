package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A provider of which it is known how long it takes. */
record TimedProvider(Provider provider, Telemetry telemetry) implements Provider {
  @Override
  public String id() {
    return provider.id();
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return send(mail, () -> true);
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail, BooleanSupplier isOurs) {
    var started = System.nanoTime();
    return provider
        .send(mail, isOurs)
        .onComplete(
            answer -> telemetry.providerAnswered(provider.id(), System.nanoTime() - started));
  }

  @Override
  public SendLimits limits() {
    return provider.limits();
  }

  @Override
  public int ahead() {
    return provider.ahead();
  }

  @Override
  public Duration patience() {
    return provider.patience();
  }

  @Override
  public Future<Optional<Boolean>> verified(String domain) {
    return provider.verified(domain);
  }

  @Override
  public Optional<String> testSender() {
    return provider.testSender();
  }

  @Override
  public Future<Void> close() {
    return provider.close();
  }
}
