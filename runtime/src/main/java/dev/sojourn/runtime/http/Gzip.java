package dev.sojourn.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of answers made smaller (RFC 1952) for whoever reads that. It is done where an answer is
 * whole: what is small, what is written while it is read, and the one route that must be fast cost
 * nothing by it.
 */
final class Gzip {
  /** Below it nothing is won: the answer fits into one packet as it is. */
  private static final int LEAST = 1_400;

  private static final CharSequence NAME = HttpHeaders.createOptimized("gzip");
  private static final CharSequence VARY = HttpHeaders.createOptimized("vary");

  private Gzip() {}

  /** The body as it goes out; says in the headers what was done to it. */
  static Buffer of(HttpServerRequest request, Answer answer) {
    if (answer.body().length() < LEAST || !isMuchLikeItself(answer.contentType())) {
      return answer.body();
    }
    HttpServerResponse response = request.response();
    response.headers().add(VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!isRead(request.getHeader(HttpHeaders.ACCEPT_ENCODING)) || isPersonal(request)) {
      return answer.body();
    }
    response.putHeader(HttpHeaders.CONTENT_ENCODING, NAME);
    return smaller(answer.body());
  }

  /** Whether a header {@code Accept-Encoding} names gzip, and not to say that it is not read. */
  static boolean isRead(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    boolean any = false;
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = one.split(";");
      String name = parts[0].strip();
      boolean wanted = parts.length < 2 || !parts[1].strip().matches("q=0(\\.0{0,3})?");
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return wanted;
      }
      any = any || (name.equals("*") && wanted);
    }
    return any;
  }

  /** What is sent because of a cookie could be guessed by the length of what a stranger asks. */
  private static boolean isPersonal(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.COOKIE);
  }

  private static boolean isMuchLikeItself(String type) {
    return type.startsWith("application/json") || type.startsWith("text/");
  }

  private static Buffer smaller(Buffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() / 4);
    try (GZIPOutputStream out = new Quick(bytes)) {
      out.write(body.getBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** JSON shrinks to a fifth at any level; the lowest takes a third of the time. */
  private static final class Quick extends GZIPOutputStream {
    Quick(ByteArrayOutputStream out) throws IOException {
      super(out, 4_096);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
