package dev.sojourn.dsl.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a destination is told. */
public interface MessageView {
  /** The same for every destination and every try, such as {@code msg_019a…}. */
  String getId();

  /** What happened, such as {@code email.sent}. */
  String getType();

  /** When, in ISO 8601. */
  String getTimestamp();

  /** What is to be known of it. */
  Map<String, @Nullable Object> getData();
}
