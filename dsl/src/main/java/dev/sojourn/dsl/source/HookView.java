package dev.sojourn.dsl.source;

import org.jspecify.annotations.Nullable;

/** A webhook as it came. */
public interface HookView {
  /** The first header of this name, in any case; null if there is none. */
  @Nullable String header(String name);

  /** The body as text. */
  String getText();

  /** The SHA-256 of the body, 64 hex digits: a key for senders that give their deliveries no id. */
  String getDigest();
}
