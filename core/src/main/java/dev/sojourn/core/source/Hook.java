package dev.sojourn.core.source;

import dev.sojourn.dsl.source.HookView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A webhook as it came: the first value of each header, in any case, and the bytes of its body. */
public final class Hook implements HookView {
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  /** The webhook of these headers and this body, which nobody changes any more. */
  public Hook(Map<String, String> headers, byte[] body) {
    headers.forEach(this.headers::putIfAbsent);
    this.body = body;
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public String getText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String getDigest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  byte[] body() {
    return body;
  }

  /** The header, or an empty text. */
  String said(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The header of this Svix name, or of the standard it became. */
  String svix(String name) {
    return headers.getOrDefault("svix-" + name, said("webhook-" + name));
  }
}
