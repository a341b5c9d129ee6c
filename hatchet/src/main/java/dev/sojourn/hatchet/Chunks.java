package dev.sojourn.hatchet;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Cuts a long list into requests that the engine takes: at most 1000 messages and its byte limit.
 */
final class Chunks {
  private static final int MOST = 1_000;
  private static final int FRAME_BYTES = 64;
  private static final int MESSAGE_BYTES = 8;

  private Chunks() {}

  /** The list in pieces, in order; a message that is too long alone is a piece of its own. */
  static <M extends MessageLite> List<List<M>> of(List<M> messages, int maxBytes) {
    var chunks = new ArrayList<List<M>>();
    var chunk = new ArrayList<M>();
    long bytes = FRAME_BYTES;
    for (var message : messages) {
      int size = message.getSerializedSize() + MESSAGE_BYTES;
      if (!chunk.isEmpty() && (chunk.size() == MOST || bytes + size > maxBytes)) {
        chunks.add(List.copyOf(chunk));
        chunk.clear();
        bytes = FRAME_BYTES;
      }
      chunk.add(message);
      bytes += size;
    }
    if (!chunk.isEmpty()) {
      chunks.add(List.copyOf(chunk));
    }
    return chunks;
  }

  /** Sends the pieces one after another and answers with all their answers, in order. */
  static <M, A> CompletionStage<List<A>> inTurn(
      List<List<M>> chunks, Function<List<M>, CompletionStage<List<A>>> send) {
    CompletionStage<List<A>> all = CompletableFuture.completedFuture(List.of());
    for (var chunk : chunks) {
      all =
          all.thenCompose(
              before -> send.apply(chunk).thenApply(answers -> joined(before, answers)));
    }
    return all;
  }

  private static <A> List<A> joined(List<A> before, List<A> more) {
    var joined = new ArrayList<A>(before);
    joined.addAll(more);
    return joined;
  }
}
