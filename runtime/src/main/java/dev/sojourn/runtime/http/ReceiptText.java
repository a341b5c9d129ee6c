package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Receipt;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Receipts as JSON, written by hand since every event gets one. Belongs to one event loop. */
final class ReceiptText {
  private static final String HEX = "0123456789abcdef";
  private static final int USUAL_LENGTH = 256;

  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

  /**
   * {@code {"stored":…,"eventId":…,"contactKey":…,"exits":[…],"dispatched":[…]}}, and what went
   * wrong beside it.
   */
  Buffer of(Taken taken) {
    Receipt receipt = taken.receipt();
    text.setLength(0);
    text.append("{\"stored\":").append(receipt.stored()).append(",\"eventId\":");
    quote(text, receipt.eventId());
    text.append(",\"contactKey\":");
    quote(text, receipt.contactKey());
    text.append(",\"exits\":[");
    exits(receipt.exits());
    text.append("],\"dispatched\":[");
    List<String> dispatched = receipt.dispatched();
    for (int i = 0; i < dispatched.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      quote(text, dispatched.get(i));
    }
    text.append(']');
    besides(text, taken);
    text.append('}');
    return Buffer.buffer(text.toString());
  }

  private void exits(List<Receipt.Exit> exits) {
    for (int i = 0; i < exits.size(); i++) {
      Receipt.Exit exit = exits.get(i);
      text.append(i > 0 ? ",{\"journeyId\":" : "{\"journeyId\":");
      quote(text, exit.journeyId());
      text.append(",\"stateId\":");
      quote(text, exit.stateId());
      text.append(",\"exited\":").append(exit.exited()).append('}');
    }
  }

  /** Appends that keys belong to somebody else, and what was not followed, if that is so. */
  static void besides(StringBuilder text, Taken taken) {
    if (taken.receipt().person().conflict()) {
      text.append(",\"identityConflict\":true");
    }
    if (taken.listsError() != null) {
      text.append(",\"listsError\":");
      quote(text, taken.listsError());
    }
  }

  /** Appends a text in quotes. */
  static void quote(StringBuilder text, String raw) {
    text.append('"');
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
