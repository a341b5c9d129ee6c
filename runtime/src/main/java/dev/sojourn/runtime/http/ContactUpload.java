package dev.sojourn.runtime.http;

import dev.sojourn.core.csv.ContactTable;
import dev.sojourn.core.csv.CsvReader;
import dev.sojourn.runtime.ingest.Imports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stages a table of contacts while it arrives: no more is read than is stored. Used on the
 * request's own event loop.
 */
final class ContactUpload {
  private static final int PIECE = 2_000;
  private static final int LONGEST_ROW = 256 * 1024;

  private final Imports imports;
  private final long job;
  private final CsvReader reader = new CsvReader(LONGEST_ROW);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final Promise<Long> whole = Promise.promise();
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private List<String> piece = new ArrayList<>();
  private @Nullable ContactTable table;
  private long rows;

  ContactUpload(Imports imports, long job) {
    this.imports = imports;
    this.job = job;
  }

  /** Reads a body to its end; answers how many rows it has. */
  Future<Long> read(ReadStream<Buffer> body) {
    body.exceptionHandler(whole::tryFail);
    body.endHandler(end -> take(body, Buffer.buffer(), true));
    body.handler(chunk -> take(body, chunk, false));
    return whole.future();
  }

  /** The same of a text that is at hand. */
  Future<Long> read(String text) {
    try {
      rows(reader.next(text));
      rows(reader.end());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(Refusal.badRequest(e.getMessage() + " (row " + rows + ")"));
    }
    return stage().map(done -> rows);
  }

  private void take(ReadStream<Buffer> body, Buffer chunk, boolean last) {
    if (whole.future().isComplete()) {
      return;
    }
    try {
      rows(reader.next(text(chunk, last)));
      if (last) {
        rows(reader.end());
      }
    } catch (CharacterCodingException e) {
      whole.tryFail(Refusal.badRequest("the file is not UTF-8, in or after row " + rows));
    } catch (IllegalArgumentException e) {
      whole.tryFail(Refusal.badRequest(e.getMessage() + " (after row " + rows + ")"));
    }
    if (last) {
      stage().onSuccess(done -> whole.tryComplete(rows)).onFailure(whole::tryFail);
    } else if (piece.size() >= PIECE) {
      body.pause();
      stage().onFailure(whole::tryFail).onComplete(done -> body.resume());
    }
  }

  /** A character may be cut by the end of a chunk. */
  private String text(Buffer chunk, boolean last) throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + chunk.length());
    bytes.put(rest).put(chunk.getBytes()).flip();
    CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
    var result = decoder.decode(bytes, chars, last);
    if (result.isError()) {
      result.throwException();
    }
    rest = bytes.slice();
    return chars.flip().toString();
  }

  private void rows(List<List<String>> all) {
    for (List<String> cells : all) {
      ContactTable known = table;
      if (known == null) {
        table = ContactTable.of(cells);
      } else {
        piece.add(known.json(cells));
        rows++;
      }
    }
  }

  private Future<Void> stage() {
    List<String> full = piece;
    piece = new ArrayList<>();
    return imports.stage(job, rows - full.size() + 1, full);
  }
}
