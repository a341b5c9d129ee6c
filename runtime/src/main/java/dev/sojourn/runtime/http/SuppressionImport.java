package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.SuppressionFile;
import dev.sojourn.core.preference.SuppressionFile.Read;
import dev.sojourn.runtime.preference.ImportProgress;
import dev.sojourn.runtime.preference.Suppressions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file of suppressions in while it arrives: a thousand lines at a time, and no more is read
 * than is stored. Used on the request's own event loop.
 */
final class SuppressionImport {
  private static final int PIECE = 1_000;
  private static final int LONGEST_LINE = 16 * 1024;

  private final Suppressions suppressions;
  private final String key;
  private final SuppressionFile file = new SuppressionFile();
  private final Promise<ImportProgress> whole = Promise.promise();
  private List<Read> piece = new ArrayList<>(PIECE);
  private long lines;
  private @Nullable RecordParser parser;

  private SuppressionImport(Suppressions suppressions, String key) {
    this.suppressions = suppressions;
    this.key = key;
  }

  /** Reads the body of a request to its end. */
  static Future<ImportProgress> of(
      HttpServerRequest request, Suppressions suppressions, String key) {
    return new SuppressionImport(suppressions, key).read(request);
  }

  private Future<ImportProgress> read(HttpServerRequest request) {
    RecordParser splitter = RecordParser.newDelimited("\n", Unpacked.body(request));
    splitter.maxRecordSize(LONGEST_LINE);
    parser = splitter;
    splitter.exceptionHandler(this::broken);
    splitter.endHandler(end -> store(true));
    splitter.handler(this::line);
    return whole.future();
  }

  private void line(Buffer line) {
    if (whole.future().isComplete()) {
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    piece.add(file.next(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    lines++;
    if (piece.size() == PIECE) {
      store(false);
    }
  }

  /** After a failure the rest is read and dropped, so that the connection is not held. */
  private void store(boolean last) {
    if (whole.future().isComplete()) {
      return;
    }
    List<Read> full = piece;
    piece = new ArrayList<>(PIECE);
    RecordParser reading = parser;
    if (reading != null && !last) {
      reading.pause();
    }
    suppressions
        .take(key, lines, full)
        .onSuccess(
            progress -> {
              if (last) {
                whole.tryComplete(progress);
              } else if (reading != null) {
                reading.resume();
              }
            })
        .onFailure(
            failure -> {
              whole.tryFail(failure);
              if (reading != null && !last) {
                reading.resume();
              }
            });
  }

  private void broken(Throwable failure) {
    whole.tryFail(
        failure instanceof IllegalStateException
            ? Refusal.badRequest(
                "line %d is longer than %d bytes".formatted(lines + 1, LONGEST_LINE))
            : failure);
  }
}
