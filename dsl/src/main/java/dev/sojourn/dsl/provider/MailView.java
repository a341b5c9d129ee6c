package dev.sojourn.dsl.provider;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mail that is to be sent. */
public interface MailView {
  /** Whose mail it is, {@code Name <address>} or bare. */
  String getFrom();

  /** The bare address in {@code from}. */
  String getFromEmail();

  /** The name in {@code from}, or empty. */
  String getFromName();

  /** The bare address it goes to. */
  String getTo();

  /** Its subject. */
  String getSubject();

  /** Its HTML part. */
  String getHtml();

  /** Its plain part, or null. */
  @Nullable String getText();

  /** Where answers go, or null for where it came from. */
  @Nullable String getReplyTo();

  /** Its further headers by name, in order. */
  Map<String, String> getHeaders();

  /** Its tags by name, in order. */
  Map<String, String> getTags();

  /**
   * Its files, each with {@code filename}, {@code contentType}, {@code content} in Base64 and, if
   * the HTML shows it, {@code contentId}.
   */
  List<Map<String, String>> getAttachments();

  /** Its Message-ID, with angle brackets. */
  String getMessageId();

  /** The same at every attempt, 64 characters. */
  String getIdempotencyKey();
}
