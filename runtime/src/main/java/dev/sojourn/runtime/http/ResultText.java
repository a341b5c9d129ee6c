package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Receipt;
import io.vertx.core.Future;

/** What became of one event among many, as JSON. */
final class ResultText {
  private ResultText() {}

  /** {@code "status":202,"stored":true,"eventId":"…"}, or the status and the error. */
  static void append(StringBuilder text, Future<Taken> done, Failures failures) {
    if (done.succeeded()) {
      Receipt receipt = done.result().receipt();
      text.append("\"status\":202,\"stored\":").append(receipt.stored()).append(",\"eventId\":");
      ReceiptText.quote(text, receipt.eventId());
      ReceiptText.besides(text, done.result());
    } else {
      Refusal refusal = failures.of(done.cause(), "batch");
      text.append("\"status\":").append(refusal.status()).append(",\"stored\":false,\"error\":");
      ReceiptText.quote(text, refusal.text());
    }
  }
}
