package dev.sojourn.runtime.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an import that came packed, as it was before. No more is unpacked than is asked for,
 * a little at each turn of the event loop, and not without end. Used on the request's own event
 * loop.
 */
final class Unpacked implements ReadStream<Buffer> {
  /** More than any file of this kind; a few megabytes could stand for as much without end. */
  private static final long MOST = 4L << 30;

  private static final int PIECES_A_TURN = 16;

  private final ReadStream<Buffer> packed;
  private final Context context;
  private final long most;
  private final Gunzip gunzip = new Gunzip();
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<@Nullable Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private long wanted = Long.MAX_VALUE;
  private long size;
  private boolean unpacking;
  private boolean over;

  /**
   * A body that is read from now on.
   *
   * @param most how many bytes it may be once it is unpacked
   */
  Unpacked(ReadStream<Buffer> packed, Context context, long most) {
    this.packed = packed;
    this.context = context;
    this.most = most;
  }

  /**
   * The body of a request as its sender meant it.
   *
   * @throws Refusal 415 if it is packed otherwise than by gzip
   */
  static ReadStream<Buffer> body(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return request;
    }
    if (encoding.strip().equalsIgnoreCase("gzip")) {
      return new Unpacked(request, Vertx.currentContext(), MOST);
    }
    throw Refusal.of(
        415,
        "content-encoding '%s' is not read; send the body as it is, or packed by gzip"
            .formatted(Faults.shown(encoding)));
  }

  @Override
  public Unpacked handler(@Nullable Handler<Buffer> handler) {
    this.handler = handler;
    packed.handler(handler == null ? null : this::take);
    return this;
  }

  @Override
  public Unpacked endHandler(@Nullable Handler<@Nullable Void> endHandler) {
    this.endHandler = endHandler;
    packed.endHandler(endHandler == null ? null : this::ended);
    return this;
  }

  @Override
  public Unpacked exceptionHandler(@Nullable Handler<Throwable> exceptionHandler) {
    this.exceptionHandler = exceptionHandler;
    packed.exceptionHandler(exceptionHandler == null ? null : this::broken);
    return this;
  }

  @Override
  public Unpacked pause() {
    wanted = 0;
    packed.pause();
    return this;
  }

  @Override
  public Unpacked resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public Unpacked fetch(long amount) {
    wanted = wanted + amount < 0 ? Long.MAX_VALUE : wanted + amount;
    unpack();
    return this;
  }

  private void take(Buffer chunk) {
    if (!over) {
      packed.pause();
      gunzip.feed(chunk.getBytes());
      unpack();
    }
  }

  /**
   * Whoever takes a piece may ask for more, or for no more, while it is handed over; the next chunk
   * may come while it is asked for.
   */
  private void unpack() {
    if (unpacking || over) {
      return;
    }
    boolean isEmpty = false;
    unpacking = true;
    try {
      isEmpty = isHandedOver();
    } catch (IllegalArgumentException noGzip) {
      broken(Refusal.badRequest(String.valueOf(noGzip.getMessage())));
    } finally {
      unpacking = false;
    }
    if (isEmpty) {
      packed.resume();
    }
  }

  /** Whether nothing is left of the chunks that came, though more was asked for. */
  private boolean isHandedOver() {
    for (int turn = 0; wanted > 0 && !over; turn++) {
      if (turn == PIECES_A_TURN) {
        context.runOnContext(later -> unpack());
        return false;
      }
      byte[] piece = gunzip.next();
      if (piece.length == 0) {
        return true;
      }
      hand(piece);
    }
    return false;
  }

  private void hand(byte[] piece) {
    size += piece.length;
    if (size > most) {
      broken(
          Refusal.of(413, "the body is larger than '%d' bytes unpacked; part it".formatted(most)));
      return;
    }
    wanted = wanted == Long.MAX_VALUE ? wanted : wanted - 1;
    if (handler != null) {
      handler.handle(Buffer.buffer(piece));
    }
  }

  private void ended(@Nullable Void end) {
    if (!gunzip.isWhole()) {
      broken(Refusal.badRequest("the body is no whole gzip: it ends too early"));
    } else if (!over) {
      over();
      if (endHandler != null) {
        endHandler.handle(null);
      }
    }
  }

  private void broken(Throwable failure) {
    if (!over) {
      over();
      packed.resume();
      if (exceptionHandler != null) {
        exceptionHandler.handle(failure);
      }
    }
  }

  private void over() {
    over = true;
    gunzip.close();
  }
}
