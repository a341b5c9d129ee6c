package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SendLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Delivers into a directory: one {@code <send id>.eml} for each send, so that a repeated attempt
 * replaces its own file. A file is there whole or not at all.
 */
final class LogProvider implements Provider {
  private final Vertx vertx;
  private final Path directory;
  private final SendLimits limits;

  /**
   * A provider that writes into this directory, which it makes when it is missing.
   *
   * @throws IOException if the directory cannot be made
   */
  public LogProvider(Vertx vertx, Path directory, SendLimits limits) throws IOException {
    this.vertx = vertx;
    this.directory = Files.createDirectories(directory);
    this.limits = limits;
  }

  @Override
  public String id() {
    return "log";
  }

  @Override
  public SendLimits limits() {
    return limits;
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return vertx
        .executeBlocking(() -> write(mail), false)
        .recover(failure -> Future.failedFuture(classified(mail, failure)));
  }

  private Accepted write(OutgoingMail mail) throws IOException {
    var part = directory.resolve("." + mail.sendId() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, Mime.of(mail).bytes());
      Files.move(
          part, directory.resolve(mail.sendId() + Mailbox.SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      Files.deleteIfExists(part);
      throw failed;
    }
    return new Accepted(mail.messageId());
  }

  private ProviderFailure classified(OutgoingMail mail, Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return ProviderFailure.permanent(String.valueOf(failure.getMessage()), failure);
    }
    return ProviderFailure.retryable(
        "send '" + mail.sendId() + "' could not be written to '" + directory + "': " + failure,
        failure);
  }
}
