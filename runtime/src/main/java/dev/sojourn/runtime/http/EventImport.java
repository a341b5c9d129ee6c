package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in while they arrive, a line for each, and answers line by line. No more is read
 * than is in work, and nothing more is in work than the sender reads answers of. Used on the
 * request's own event loop.
 */
final class EventImport {
  private static final int MOST_IN_WORK = 1_024;
  private static final int FEW_IN_WORK = MOST_IN_WORK / 2;
  private static final long MOST_BYTES = 8L << 20;
  private static final int LONGEST_LINE = 1024 * 1024;

  private final HttpServerResponse response;
  private final BiFunction<Long, byte[], Future<Receipt>> accept;
  private final boolean all;
  private final Failures failures;
  private final Deque<Line> inWork = new ArrayDeque<>();
  private final Promise<Void> whole = Promise.promise();
  private long lines;
  private long stored;
  private long repeated;
  private long failed;
  private long bytes;
  private boolean paused;
  private boolean ended;
  private @Nullable String fault;
  private @Nullable RecordParser parser;

  private record Line(long number, int bytes, Future<Receipt> receipt) {}

  /**
   * An import that has not begun.
   *
   * @param accept takes the line of a number in; must not throw
   * @param all whether each line is answered; else only what failed
   */
  EventImport(
      HttpServerResponse response,
      BiFunction<Long, byte[], Future<Receipt>> accept,
      boolean all,
      Failures failures) {
    this.response = response;
    this.accept = accept;
    this.all = all;
    this.failures = failures;
  }

  /** Reads a request to its end; done when the answer is written. */
  Future<Void> read(ReadStream<Buffer> body) {
    response.setChunked(true).putHeader("content-type", "application/x-ndjson; charset=utf-8");
    response.drainHandler(drained -> settle());
    response.exceptionHandler(whole::tryFail);
    response.closeHandler(
        gone -> whole.tryFail(Refusal.badRequest("the connection was closed; send it again")));
    RecordParser splitter = RecordParser.newDelimited("\n", body);
    splitter.maxRecordSize(LONGEST_LINE);
    parser = splitter;
    splitter.exceptionHandler(this::broken);
    splitter.endHandler(end -> ended());
    splitter.handler(this::line);
    return whole.future();
  }

  private void line(Buffer line) {
    lines++;
    if (isBlank(line) || ended) {
      return;
    }
    Line one = new Line(lines, line.length(), accept.apply(lines, line.getBytes()));
    inWork.add(one);
    bytes += one.bytes();
    one.receipt().onComplete(done -> settle());
    if ((inWork.size() >= MOST_IN_WORK || bytes >= MOST_BYTES) && parser != null && !paused) {
      paused = true;
      parser.pause();
    }
  }

  private void ended() {
    ended = true;
    settle();
  }

  /** What came so far is finished; the rest is not read. */
  private void broken(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      fault = refusal.text() + "; what came until line %d is taken in".formatted(lines);
    } else if (failure instanceof IllegalStateException) {
      fault = "line %d is longer than %d bytes".formatted(lines + 1, LONGEST_LINE);
    } else {
      fault = "the body broke off after line %d".formatted(lines);
    }
    ended();
  }

  private void settle() {
    Line next = inWork.peek();
    while (next != null && next.receipt().isComplete() && mayWrite()) {
      inWork.remove();
      bytes -= next.bytes();
      tell(next);
      next = inWork.peek();
    }
    if (paused && inWork.size() <= FEW_IN_WORK && bytes <= MOST_BYTES / 2 && parser != null) {
      paused = false;
      parser.resume();
    }
    if (ended && inWork.isEmpty()) {
      finish();
    }
  }

  /** What nobody reads any more is dropped. */
  private boolean mayWrite() {
    return response.closed() || !response.writeQueueFull();
  }

  private void tell(Line line) {
    Future<Receipt> receipt = line.receipt();
    if (receipt.failed()) {
      failed++;
    } else if (receipt.result().stored()) {
      stored++;
    } else {
      repeated++;
    }
    if (all || receipt.failed()) {
      StringBuilder text = new StringBuilder("{\"line\":").append(line.number()).append(',');
      ResultText.append(text, receipt.map(one -> new Taken(one, null)), failures);
      write(text.append("}\n").toString());
    }
  }

  private void finish() {
    StringBuilder text = new StringBuilder("{\"lines\":").append(lines);
    text.append(",\"stored\":").append(stored).append(",\"repeated\":").append(repeated);
    text.append(",\"failed\":").append(failed).append(",\"complete\":").append(fault == null);
    if (fault != null) {
      text.append(",\"error\":");
      ReceiptText.quote(text, fault);
    }
    if (!response.ended() && !response.closed()) {
      response.end(text.append("}\n").toString());
    }
    whole.tryComplete();
  }

  private void write(String text) {
    if (!response.ended() && !response.closed()) {
      response.write(text);
    }
  }

  private static boolean isBlank(Buffer line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.getByte(i) > ' ' || line.getByte(i) < 0) {
        return false;
      }
    }
    return true;
  }
}
