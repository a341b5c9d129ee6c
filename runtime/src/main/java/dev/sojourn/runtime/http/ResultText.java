package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Receipt;
import io.vertx.core.Future;

/** What became of one event among many, as JSON. */
final class ResultText {
  private ResultText() {}

  /** {@code "status":202,"stored":true,"eventId":"…"}, or the status and the error. */
  static void append(StringBuilder text, Future<Receipt> done, Failures failures) {
    if (done.succeeded()) {
      text.append("\"status\":202,\"stored\":")
          .append(done.result().stored())
          .append(",\"eventId\":");
      ReceiptText.quote(text, done.result().eventId());
    } else {
      Refusal refusal = failures.of(done.cause(), "batch");
      text.append("\"status\":").append(refusal.status()).append(",\"stored\":false,\"error\":");
      ReceiptText.quote(text, refusal.text());
    }
  }
}
