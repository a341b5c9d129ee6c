package dev.sojourn.dsl.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mail service answered. */
public interface AnswerView {
  /** The HTTP status. */
  int getStatus();

  /** The body as it came, at most 64 KiB. */
  String getText();

  /** The body as a JSON object; empty if it is none. */
  Map<String, @Nullable Object> getJson();
}
